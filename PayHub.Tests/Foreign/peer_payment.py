#!/usr/bin/env python3
"""A peer from docs/protocol.md alone ("Peer links"): pays bob's wallet directly, over TLS, with a payment sealed to bob's key.

    peer_payment.py HOST TLS_PORT FINGERPRINT      the hub; bob's wallet is online there and accepts payments

Exit code 0: every answer was the expected one, from bob's wallet and from the hub.
"""
import base64
import os
import struct
import sys

sys.dont_write_bytecode = True  # in front of our own module: tests leave nothing in the source tree
from signed_payment import Hub, Identity, base64url, compact_json, expect, fingerprint

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash


def seal_to_wallet(text, spki):
    """JWE, ECDH-ES and A256GCM (RFC 7518, 4.6)."""
    ephemeral = ec.generate_private_key(ec.SECP256R1())
    point = ephemeral.public_key().public_numbers()
    epk = {"kty": "EC", "crv": "P-256", "x": base64url(point.x.to_bytes(32, "big")), "y": base64url(point.y.to_bytes(32, "big"))}
    header = base64url(compact_json({"alg": "ECDH-ES", "enc": "A256GCM", "epk": epk}))
    agreed = ephemeral.exchange(ec.ECDH(), serialization.load_der_public_key(spki))
    other_info = struct.pack(">I", 7) + b"A256GCM" + struct.pack(">III", 0, 0, 256)
    content_key = ConcatKDFHash(hashes.SHA256(), 32, other_info).derive(agreed)
    nonce = os.urandom(12)
    sealed = AESGCM(content_key).encrypt(nonce, text.encode(), header.encode())
    return ".".join([header, "", base64url(nonce), base64url(sealed[:-16]), base64url(sealed[-16:])])


def main(host, tls_port, hub_fingerprint):
    identity = Identity("carl")
    carl = Hub((host, int(tls_port)), hub_fingerprint, identity)
    now = int(carl.ask("HELLO#PAYHUB/1").split("#")[6])
    expect(carl.ask("REGISTER#carl"), "100 OK")
    balance, _, _ = carl.list("carl#7009")

    status, name, kind, key, presence, ip, port = carl.ask("WHOIS#bob").split("#")
    expect([status, name, kind, presence], ["100 OK", "bob", "keyed", "online"])
    spki = base64.b64decode(key)

    def call(my_name):
        link = Hub((ip, int(port)), fingerprint(spki), identity)
        return link, link.ask("HELLO#PAYHUB-PEER/1#" + my_name)

    expect(call("bob")[1], "220 AUTH_FAIL")  # a name that is not the key's
    link, greeting = call("carl")
    expect(greeting, "100 OK#bob")
    expect(link.ask("MSG#" + base64url(b"hello")), "230 NOT_ALLOWED")  # no friend

    link, _ = call("carl")
    payment_id = base64url(os.urandom(16))
    payment = identity.sign_payment("carl#5#bob", payment_id, now + 600, hub_fingerprint, "tea")
    answer = link.ask(seal_to_wallet(payment, spki))
    transfer = answer.split("#")[-1]
    expect(answer, f"100 OK#{transfer}")
    expect(carl.receive(), f"* SENT#{transfer}#bob#5#{balance - 5}#{payment_id}")  # the hub's word
    print("done: transfer", transfer)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
