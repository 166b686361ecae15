"""The keys that shop and simulator share, as a gateway and its customer do."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Keys:
    """Numbers and keys of one shop at both gateways."""

    merchant_id: int
    p24_pos_id: int
    crc: str
    api_key: str
    payu_pos_id: str
    client_id: str
    client_secret: str
    second_key: str

    @classmethod
    def from_settings(cls) -> "Keys":
        """The keys that the shop in this process uses."""
        return cls(
            merchant_id=int(settings.P24_MERCHANT_ID),
            p24_pos_id=int(settings.P24_POS_ID),
            crc=settings.P24_CRC_KEY,
            api_key=settings.P24_API_KEY,
            payu_pos_id=settings.PAYU_POS_ID,
            client_id=settings.PAYU_CLIENT_ID,
            client_secret=settings.PAYU_CLIENT_SECRET,
            second_key=settings.PAYU_SECOND_KEY,
        )
