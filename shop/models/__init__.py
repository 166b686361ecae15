from .after_sale import Complaint, Withdrawal, WithdrawalLine
from .baskets import Basket, BasketItem
from .collections import CollectionPage
from .compliance import ProductCompliance
from .delivery import DeliveryMethod, DeliveryRate, ParcelLocker, ParcelSize
from .documents import DocumentSeries, SalesDocument
from .exchanges import Exchange
from .gift_cards import GiftCard, GiftCardEntry
from .online_payments import OnlinePayment, PaymentEvent, Provider, Refund
from .operations import OrderAlert, TaskRun
from .orders import Order, OrderItem, OrderNote, OrderPayment, OrderStatusChange, Parcel
from .outbox import Outbox
from .pages import CategoryPage, ProductPage, ShopPage
from .parts import PersonalisationField, SetComponent
from .products import Category, Gate, Material, Occasion, PriceChange, Product, VatRate
from .promotions import DiscountCode, DiscountUse, Promotion, PromotionItem
from .reviews import Review
from .stock import StockItem, StockMovement, StockReservation
from .wishes import SimilarRequest, StockNotice, WishList, WishListItem

__all__ = [
    "Basket",
    "BasketItem",
    "Category",
    "CategoryPage",
    "CollectionPage",
    "Complaint",
    "DeliveryMethod",
    "DeliveryRate",
    "DiscountCode",
    "DiscountUse",
    "DocumentSeries",
    "Exchange",
    "Gate",
    "GiftCard",
    "GiftCardEntry",
    "Material",
    "Occasion",
    "OnlinePayment",
    "Order",
    "OrderAlert",
    "OrderItem",
    "OrderNote",
    "OrderPayment",
    "OrderStatusChange",
    "Outbox",
    "Parcel",
    "ParcelLocker",
    "ParcelSize",
    "PaymentEvent",
    "PersonalisationField",
    "PriceChange",
    "Product",
    "ProductCompliance",
    "ProductPage",
    "Promotion",
    "PromotionItem",
    "Provider",
    "Refund",
    "Review",
    "SalesDocument",
    "SetComponent",
    "ShopPage",
    "SimilarRequest",
    "StockItem",
    "StockMovement",
    "StockNotice",
    "StockReservation",
    "TaskRun",
    "VatRate",
    "WishList",
    "WishListItem",
    "Withdrawal",
    "WithdrawalLine",
]
