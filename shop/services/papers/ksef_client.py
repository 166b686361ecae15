"""The adapter over ksef-client (KSeF API 2.0): log in with the operator's token, open a session, send, ask."""

from contextlib import contextmanager
from typing import Any

from django.conf import settings

from ...models import SalesDocument
from .ksef import KsefAnswer, KsefUnavailable

Ksef = SalesDocument.Ksef
#: Codes of an invoice's status: taken; the same one was sent before; below 200 it is being looked at.
TAKEN, DUPLICATE = 200, 440


class KsefClientAdapter:
    """Reads KSEF_API_URL, KSEF_NIP and KSEF_TOKEN. Each call is a login of its own: invoices are few."""

    def send(self, xml: bytes) -> str:
        from ksef_client.models import FormCode
        from ksef_client.services.workflows import OnlineSessionWorkflow

        with self._open() as (client, access):
            certificate = _certificate(client, "SymmetricKeyEncryption")
            session = OnlineSessionWorkflow(client.sessions).open_session(
                form_code=FormCode(system_code="FA (3)", schema_version="1-0E", value="FA"),
                public_certificate=certificate.certificate,
                public_key_id=certificate.public_key_id,
                access_token=access,
            )
            sent = session.send_invoice(xml)
            session.close()
            return f"{session.reference_number}/{sent.reference_number}"

    def ask(self, reference: str) -> KsefAnswer:
        session, _slash, invoice = reference.partition("/")
        with self._open() as (client, access):
            told = client.sessions.get_session_invoice_status(session, invoice, access_token=access)
            code, extensions = told.status.code, told.status.extensions or {}
            if code == TAKEN and told.ksef_number:
                upo = client.sessions.get_session_invoice_upo_by_ref(session, invoice, access_token=access)
                return KsefAnswer(Ksef.ACCEPTED, number=told.ksef_number, upo=upo.decode())
            if code == DUPLICATE and extensions.get("originalKsefNumber"):
                return KsefAnswer(Ksef.ACCEPTED, number=extensions["originalKsefNumber"])
            if code <= TAKEN:
                return KsefAnswer(Ksef.SENT)
            details = "; ".join(told.status.details or [])
            return KsefAnswer(Ksef.REJECTED, error=f"{code} {told.status.description} {details}".strip())

    @contextmanager
    def _open(self):
        """A client and its access token. Whatever KSeF or the network refuses becomes KsefUnavailable, without the token."""
        from ksef_client import KsefClient, KsefClientOptions
        from ksef_client.services.workflows import AuthCoordinator

        try:
            with KsefClient(KsefClientOptions(base_url=settings.KSEF_API_URL)) as client:
                certificate = _certificate(client, "KsefTokenEncryption")
                login = AuthCoordinator(client.auth).authenticate_with_ksef_token(
                    token=settings.KSEF_TOKEN,
                    public_certificate=certificate.certificate,
                    public_key_id=certificate.public_key_id,
                    context_identifier_type="nip",
                    context_identifier_value=settings.KSEF_NIP,
                )
                yield client, login.access_token
        except Exception as error:
            status = getattr(error, "status_code", "")
            raise KsefUnavailable(f"{type(error).__name__} {status}".strip()) from error


def _certificate(client: Any, usage: str) -> Any:
    return client.security.get_public_key_certificate(usage)
