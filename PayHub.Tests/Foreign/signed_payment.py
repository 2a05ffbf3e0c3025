#!/usr/bin/env python3
"""A PayHub client from docs/protocol.md alone: the standard library and `cryptography`, nothing of PayHub's.

Opens alice, an account bound to a key, over TLS; signs payments for her, submits one in clear and one sealed, each twice;
seals unsigned payments of carol's, in both forms, on the plain endpoint.

    signed_payment.py HOST TLS_PORT PLAIN_PORT FINGERPRINT     the fingerprint is the one that the hub printed at its start

Every line sent and received is printed, with > and <. Exit code 0: every answer was the expected one.
"""
import base64
import datetime
import json
import os
import socket
import ssl
import sys
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PATIENCE = 20  # seconds for one answer
SPKI = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def compact_json(value):
    return json.dumps(value, separators=(",", ":")).encode()


def fingerprint(spki):
    digest = hashes.Hash(hashes.SHA256())
    digest.update(spki)
    return base64url(digest.finalize())


class Identity:
    """A P-256 key, and the self-signed certificate that shows it to the hub."""

    def __init__(self, name):
        self.key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        now = datetime.datetime.now(datetime.timezone.utc)
        self.certificate = (
            x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(self.key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=365)).sign(self.key, hashes.SHA256()))

    def show_in(self, context):
        """The ssl module takes keys from files only."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "identity.pem")
            with open(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
                file.write(self.key.private_bytes(
                    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
                file.write(self.certificate.public_bytes(serialization.Encoding.PEM))
            context.load_cert_chain(path)

    def sign_payment(self, text, payment_id, expires, hub, memo):
        header = {"alg": "ES256", "typ": "payhub+payment", "jti": payment_id, "exp": expires, "hub": hub, "memo": memo}
        signing_input = base64url(compact_json(header)) + "." + base64url(text.encode())
        r, s = utils.decode_dss_signature(self.key.sign(signing_input.encode(), ec.ECDSA(hashes.SHA256())))
        return signing_input + "." + base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


class Sealer:
    """Encrypts to the hub's sealing key, which stands in the list."""

    OAEP = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)

    def __init__(self, key_line):
        self.key = serialization.load_der_public_key(base64.b64decode(key_line))

    def jwe(self, text):
        header = base64url(compact_json({"alg": "RSA-OAEP-256", "enc": "A256GCM"}))
        content_key, nonce = AESGCM.generate_key(256), os.urandom(12)
        sealed = AESGCM(content_key).encrypt(nonce, text.encode(), header.encode())
        parts = [self.key.encrypt(content_key, self.OAEP), nonce, sealed[:-16], sealed[-16:]]
        return ".".join([header, *map(base64url, parts)])

    def block(self, text):
        return base64.b64encode(self.key.encrypt(text.encode(), self.OAEP)).decode()


class Hub:
    """One connection: lines out, lines in."""

    def __init__(self, address, hub_fingerprint=None, identity=None):
        self.socket = socket.create_connection(address, PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hub_fingerprint:
            self.secure(hub_fingerprint, identity)
        self.lines = self.socket.makefile("r", encoding="ascii", newline="\n")

    def secure(self, hub_fingerprint, identity):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        # No authority vouches for the hub: its key is compared with the fingerprint, before anything is sent.
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        identity.show_in(context)
        self.socket = context.wrap_socket(self.socket)
        certificate = x509.load_der_x509_certificate(self.socket.getpeercert(binary_form=True))
        shown = fingerprint(certificate.public_key().public_bytes(*SPKI))
        if shown != hub_fingerprint:
            sys.exit(f"FAILED: the hub's key is {shown}, not {hub_fingerprint}")

    def receive(self):
        line = self.lines.readline()
        if not line.endswith("\r\n"):
            sys.exit("FAILED: the hub closed the connection")
        print("<", line.rstrip())
        return line[:-2]

    def ask(self, message):
        print(">", message)
        self.socket.sendall(message.encode("ascii") + b"\n")
        return self.receive()

    def list(self, message="List"):
        balance = int(self.ask(message))
        key, count = self.receive(), int(self.receive())
        return balance, key, [self.receive().split("#") for _ in range(count)]


def expect(actual, expected):
    if actual != expected:
        sys.exit(f"FAILED: expected {expected}, got {actual}")


def main(host, tls_port, plain_port, hub_fingerprint):
    identity = Identity("alice")
    alice = Hub((host, int(tls_port)), hub_fingerprint, identity)
    hello = alice.ask("HELLO#PAYHUB/1").split("#")
    expect([len(hello), *hello[:2], *hello[3:4]], [7, "100 OK", "PAYHUB/1", hub_fingerprint])
    now = int(hello[6])
    expect(alice.ask("REGISTER#alice"), "100 OK")
    before, key, _ = alice.list("alice#7001")
    sealer = Sealer(key)

    bob, carol = Hub((host, int(plain_port))), Hub((host, int(plain_port)))
    for account, login in (bob, "bob#7002"), (carol, "carol#7003"):
        expect(account.ask("REGISTER#" + login.split("#")[0]), "100 OK")
        account.list(login)

    # Signed: one in clear, one sealed; each a second time, which moves nothing and gets the same answer.
    balance = before
    for amount, seal in (25, str), (3, sealer.jwe):
        payment_id = base64url(os.urandom(16))
        message = identity.sign_payment(f"alice#{amount}#bob", payment_id, now + 600, hub_fingerprint, "café")
        balance -= amount
        reply = alice.ask(seal(message))
        transfer = reply.split("#")[1]
        expect(reply, f"100 OK#{transfer}#{balance}")
        expect(alice.ask(seal(message)), reply)
        expect(alice.ask("STATUS#" + payment_id), f"100 OK#{transfer}")

    # Another amount under an old signature.
    header, _, signature = message.split(".")
    expect(alice.ask(".".join([header, base64url(b"alice#3000#bob"), signature])), "310 BAD_SIGNATURE")
    expect(alice.list()[0], balance)

    # Unsigned payments of carol's, sealed in both forms, brought by bob. She is told, he is not.
    for message in sealer.jwe("carol#5#bob"), sealer.block("carol#6#bob"):
        print(">", message)
        bob.socket.sendall(message.encode() + b"\n")
        expect(carol.receive(), "Transfer OK!")
    expect(bob.list()[0], 10000 + 25 + 3 + 5 + 6)
    expect(alice.ask("Exit"), "Bye")
    print("done: transfer", transfer)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
