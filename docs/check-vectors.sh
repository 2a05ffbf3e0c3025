#!/usr/bin/env bash
# Checks docs/protocol-vectors.json with openssl (3.0 or later) alone: no code of PayHub's. Run it from anywhere; it needs no network.
# What openssl's command line can't do is to check AES-GCM's tag. Its counter mode decrypts what GCM encrypted, and so shows the content.
set -euo pipefail
vectors=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/protocol-vectors.json
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

value() { sed -n "s/^  \"$1\": \"\(.*\)\",\{0,1\}\$/\1/p" "$vectors"; }
decode() { openssl base64 -d -A; }
encode_url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
decode_url() { # base64url has no padding, which openssl needs
  local text
  text=$(tr -- '-_' '+/')
  while ((${#text} % 4)); do text+='='; done
  printf '%s' "$text" | decode
}
hex() { od -An -v -tx1 | tr -d ' \n'; }
unhex() { printf '%b' "$(sed 's/../\\x&/g')"; }
part() { value "$1" | cut -d. -f"$2"; }
same() { # what, found, expected
  if [[ "$2" != "$3" ]]; then
    printf 'WRONG %s\n  found    %s\n  expected %s\n' "$1" "$2" "$3"
    exit 1
  fi
  printf 'ok %s\n' "$1"
}

# Keys: the public half belongs to the private one; a fingerprint is base64url(SHA-256(SubjectPublicKeyInfo)).
for name in alice bob hub hubSealing; do
  value $name.pkcs8 | decode >$name.key
  value $name.spki | decode >$name.pub
  same "$name.spki" "$(openssl pkey -inform DER -in $name.key -pubout -outform DER | openssl base64 -A)" "$(value $name.spki)"
done
for name in alice bob hub; do
  same "$name.fingerprint" "$(openssl dgst -sha256 -binary $name.pub | encode_url)" "$(value $name.fingerprint)"
done

# The signed payment (RFC 7515): the signature is R and S, 32 bytes each; openssl wants the two as integers in DER.
value signed.signingInput | tr -d '\n' >input
same 'signed.jws' "$(cat input).$(value signed.signatureBase64Url)" "$(value signed.jws)"
same 'signed.payload' "$(part signed.jws 2 | decode_url)" "$(value signed.payload)"
same 'signed.contentHash' "$(openssl dgst -sha256 -binary input | hex)" "$(value signed.contentHashHex)"
rs=$(part signed.jws 3 | decode_url | hex)
printf 'asn1=SEQUENCE:s\n[s]\nr=INTEGER:0x%s\ns=INTEGER:0x%s\n' "${rs:0:64}" "${rs:64}" >signature.conf
openssl asn1parse -genconf signature.conf -noout -out signature.der
same 'signed.signature' "$(openssl dgst -sha256 -verify alice.pub -keyform DER -signature signature.der input)" 'Verified OK'

# What GCM encrypted, in counter mode: the counter begins at 2 behind the 12 bytes of the IV (NIST SP 800-38D, 7.1).
content() { # which, content key in hex
  part "$1.jwe" 4 | decode_url | openssl enc -d -aes-256-ctr -K "$2" -iv "$(part "$1.jwe" 3 | decode_url | hex)00000002"
}
oaep=(-pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256)

# Sealed to the hub (RFC 7516, RSA-OAEP-256): the second part is the content key, encrypted.
same 'sealedToHub.header' "$(part sealedToHub.jwe 1 | decode_url)" '{"alg":"RSA-OAEP-256","enc":"A256GCM"}'
part sealedToHub.jwe 2 | decode_url >wrapped
key=$(openssl pkeyutl -decrypt -keyform DER -inkey hubSealing.key "${oaep[@]}" -in wrapped | hex)
same 'sealedToHub.contentKey' "$key" "$(value sealedToHub.contentKeyHex)"
same 'sealedToHub.content' "$(content sealedToHub "$key")" "$(value sealedToHub.content)"

# Sealed to a wallet (RFC 7518, 4.6, ECDH-ES): agree with the header's epk, then one round of the Concat KDF.
value sealedToWallet.ephemeralSpki | decode >ephemeral.pub
point=$(hex <ephemeral.pub | tail -c 128)
header=$(part sealedToWallet.jwe 1 | decode_url)
same 'sealedToWallet.epk.x' "$(printf '%s' "${point:0:64}" | unhex | encode_url)" "$(sed 's/.*"x":"\([^"]*\)".*/\1/' <<<"$header")"
same 'sealedToWallet.epk.y' "$(printf '%s' "${point:64}" | unhex | encode_url)" "$(sed 's/.*"y":"\([^"]*\)".*/\1/' <<<"$header")"
agreed=$(openssl pkeyutl -derive -keyform DER -inkey bob.key -peerform DER -peerkey ephemeral.pub | hex)
same 'sealedToWallet.agreed' "$agreed" "$(value sealedToWallet.agreedHex)"
key=$(printf '00000001%s%s' "$agreed" "$(value sealedToWallet.otherInfoHex)" | unhex | openssl dgst -sha256 -binary | hex)
same 'sealedToWallet.contentKey' "$key" "$(value sealedToWallet.contentKeyHex)"
same 'sealedToWallet.content' "$(content sealedToWallet "$key")" "$(value sealedToWallet.content)"

# One RSA block, for the plainest clients.
value rsaBlock.message | decode >block
same 'rsaBlock.content' "$(openssl pkeyutl -decrypt -keyform DER -inkey hubSealing.key "${oaep[@]}" -in block)" "$(value rsaBlock.content)"
