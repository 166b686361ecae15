"""Pages of the simulator, in Polish: what a buyer sees instead of the gateway's, and what a developer looks at."""

from html import escape

from .store import Notification, Payment, Refund

STYLE = """
body{font:1.0625rem/1.5 system-ui,sans-serif;color:#1c1b1a;background:#fff;max-width:42rem;margin:0 auto;padding:1rem}
.warn{border:3px solid #8a4b00;background:#fff4e0;padding:.75rem 1rem;margin:0 0 1.5rem}
.error{border:3px solid #a3001b;background:#fff0f1;padding:.75rem 1rem}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.2rem;margin:1.75rem 0 .5rem}
dt{font-weight:700}dd{margin:0 0 .5rem}
label{display:block;font-weight:700}
input{font:inherit;padding:.5rem;border:2px solid #55504a;border-radius:.25rem;width:9rem;letter-spacing:.15em}
button{font:inherit;padding:.6rem 1rem;min-height:2.75rem;border:2px solid #1c1b1a;border-radius:.25rem;background:#fff;color:#1c1b1a;cursor:pointer}
button.main{background:#0b4f3c;border-color:#0b4f3c;color:#fff}
button:focus-visible,input:focus-visible,a:focus-visible{outline:3px solid #b35900;outline-offset:2px}
form{margin:0 0 .75rem}fieldset{border:2px solid #c9c3bb;padding:.5rem 1rem 1rem;margin:1.5rem 0}
fieldset button{display:block;margin:.5rem 0 0;width:100%;text-align:left}legend{font-weight:700;padding:0 .25rem}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #c9c3bb;padding:.3rem .5rem;text-align:left;overflow-wrap:anywhere}
a{color:#0b4f3c}
@media (prefers-color-scheme:dark){body{background:#191817;color:#f1eee9}.warn{background:#3a2600;border-color:#e0a040}
.error{background:#3d0a12;border-color:#ff8a98}button{background:#2a2826;color:#f1eee9;border-color:#f1eee9}
button.main{background:#8fd8bd;border-color:#8fd8bd;color:#10231c}input{background:#191817;color:inherit;border-color:#c9c3bb}a{color:#8fd8bd}}
"""
NOTICE = (
    '<p class="warn"><strong>To jest symulator płatności.</strong> Nie pobiera żadnych pieniędzy i nie łączy się '
    "z żadnym bankiem. Służy do prób na tym komputerze.</p>"
)
GATEWAYS = {"p24": "Przelewy24", "payu": "PayU"}
#: What the buttons send; the texts are the buttons.
ODD_WAYS = (
    ("refuse", "Odmowa banku"),
    ("less", "Zapłać o 1 grosz za mało"),
    ("more", "Zapłać o 10 zł za dużo"),
    ("twice", "Zapłać dwa razy"),
    ("silent", "Zapłać, ale nie powiadamiaj sklepu"),
)


def money(minor: int) -> str:
    """1 234,50 zł, with no-break spaces."""
    whole, part = divmod(minor, 100)
    grouped = f"{whole:,}".replace(",", "\u00a0")
    return f"{grouped},{part:02d}\u00a0zł"


def _page(title: str, content: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="pl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)} – symulator płatności</title><style>{STYLE}</style></head>"
        f"<body><main>{NOTICE}<h1>{escape(title)}</h1>{content}</main></body></html>"
    )


def pay_page(payment: Payment, *, error: str = "") -> str:
    """The page where a buyer pays, refuses, or does what goes wrong in life. error: about the BLIK code."""
    facts = (
        f"<dl><dt>Do zapłaty</dt><dd>{money(payment.amount)}</dd><dt>Za co</dt><dd>{escape(payment.description)}</dd>"
        f"<dt>Udawany pośrednik</dt><dd>{GATEWAYS[payment.provider]}</dd></dl>"
    )
    back = '<form method="post"><button name="action" value="back">Wróć do sklepu bez płacenia</button></form>'
    if payment.paid or payment.refused:
        state = "Ta płatność jest już przyjęta." if payment.paid else "Bank odmówił tej płatności."
        return _page("Płatność zakończona", f"<p>{state}</p>{facts}{back.replace(' bez płacenia', '')}")
    wrong = f'<p class="error" id="blik-error" role="alert">{escape(error)}</p>' if error else ""
    described = 'aria-describedby="blik-help blik-error" aria-invalid="true"' if error else 'aria-describedby="blik-help"'
    blik = (
        f'<h2>BLIK</h2>{wrong}<form method="post"><label for="blik">Kod BLIK</label>'
        '<p id="blik-help">Sześć cyfr, dowolnych.</p>'
        f'<p><input id="blik" name="blik" inputmode="numeric" autocomplete="off" maxlength="7" required {described}> '
        '<button class="main" name="action" value="blik">Zapłać BLIKIEM</button></p></form>'
    )
    card = (
        '<h2>Karta</h2><form method="post"><p>Numeru karty nie podajesz.</p>'
        '<button class="main" name="action" value="card">Zapłać kartą</button></form>'
    )
    buttons = "".join(f'<button name="action" value="{value}">{text}</button>' for value, text in ODD_WAYS)
    odd = f'<form method="post"><fieldset><legend>Gdy coś idzie nie tak</legend>{buttons}</fieldset></form>'
    return _page("Zapłać za zamówienie", facts + blik + card + odd + back)


def plain_page(title: str, text: str) -> str:
    return _page(title, f"<p>{escape(text)}</p>")


def overview(payments: list[Payment], refunds: list[Refund], notifications: list[Notification]) -> str:
    """What the simulator remembers, newest first."""
    paid = _table(
        "Płatności",
        ("Pośrednik", "Numer", "Kwota", "Wpłynęło"),
        [
            (GATEWAYS[p.provider], p.session_id, money(p.amount), ", ".join(money(d.amount) for d in p.deals)
             or ("odmowa" if p.refused else "nic"))
            for p in payments
        ],
    )
    back = _table(
        "Zwroty",
        ("Pośrednik", "Numer", "Kwota", "Stan"),
        [(GATEWAYS[r.provider], r.session_id, money(r.amount), "zwrócone" if r.done else "odrzucone") for r in refunds],
    )
    told = _table(
        "Powiadomienia sklepu",
        ("Pośrednik", "Prób", "Ostatnia odpowiedź"),
        [(GATEWAYS[n.provider], str(n.attempts), str(n.status or "brak")) for n in notifications],
    )
    return _page("Symulator", paid + back + told)


def _table(title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    if not rows:
        return f"<h2>{title}</h2><p>Na razie nic.</p>"
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in reversed(rows))
    return f"<h2>{title}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
