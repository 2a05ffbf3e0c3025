#!/usr/bin/env bash
# A PayHub client from docs/protocol.md alone: openssl and the shell, nothing of PayHub's. Opens alice, an account bound to a key,
# over TLS, signs a payment for her, submits it twice, and seals an unsigned payment of carol's on the plain endpoint.
#
#   signed-payment.sh HOST TLS_PORT PLAIN_PORT FINGERPRINT     the fingerprint is the one that the hub printed at its start
#
# Every line sent and received is printed, with > and <. Exit code 0: every answer was the expected one.
set -euo pipefail

readonly HOST=$1 TLS_PORT=$2 PLAIN_PORT=$3 FINGERPRINT=$4
readonly PATIENCE=20 # seconds for one answer

work=$(mktemp -d)
trap 'exec 3>&- 4>&- 2>/dev/null; kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT

die() { echo "FAILED: $*" >&2; exit 1; }
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
send() { printf '> %s\n' "$2"; printf '%s\n' "$2" >&"$1"; }
receive() { # from a descriptor into $line
  IFS= read -r -t "$PATIENCE" -u "$1" line || die "no answer"
  line=${line%$'\r'}
  printf '< %s\n' "$line"
}
expect() { # what must come next: a glob pattern
  receive "$1"
  [[ $line == $2 ]] || die "expected $2"
}
read_list() { # balance, key, count, and as many lines as it says
  receive "$1"; balance=$line
  receive "$1"; printf '%s' "$line" | openssl base64 -d -A >"$work/hub-sealing-key.der"
  receive "$1"
  local count=$line
  while ((count-- > 0)); do receive "$1"; done
}

# --- The hub's identity: compared with what the operator said, then pinned for the session.
openssl s_client -connect "$HOST:$TLS_PORT" -tls1_3 </dev/null 2>/dev/null | openssl x509 -out "$work/hub.pem"
shown=$(openssl x509 -in "$work/hub.pem" -noout -pubkey | openssl pkey -pubin -outform DER | openssl dgst -sha256 -binary | base64url)
[[ $shown == "$FINGERPRINT" ]] || die "the hub's key is $shown, not $FINGERPRINT"

# --- Our own identity: a P-256 key, shown as a self-signed certificate.
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/alice.key"
openssl req -x509 -new -key "$work/alice.key" -subj /CN=alice -days 365 -out "$work/alice.pem"

# --- The TLS session, on descriptors 3 (to the hub) and 4 (from it). -quiet also keeps s_client from taking lines that begin
#     with R or Q for its own commands.
mkfifo "$work/to" "$work/from"
openssl s_client -connect "$HOST:$TLS_PORT" -tls1_3 -quiet -CAfile "$work/hub.pem" -verify_return_error \
  -cert "$work/alice.pem" -key "$work/alice.key" <"$work/to" >"$work/from" 2>"$work/s_client.log" &
exec 3>"$work/to" 4<"$work/from"

send 3 'HELLO#PAYHUB/1'
expect 4 "100 OK#PAYHUB/1#*#$FINGERPRINT#*#*#*"
now=${line##*#}
send 3 'REGISTER#alice'
expect 4 '100 OK'
send 3 'alice#7001'
read_list 4
before=$balance

# --- Two accounts without a key, on the plain endpoint: bob on descriptor 5, carol on 6.
exec 5<>"/dev/tcp/$HOST/$PLAIN_PORT" 6<>"/dev/tcp/$HOST/$PLAIN_PORT"
send 5 'REGISTER#bob'; expect 5 '100 OK'
send 5 'bob#7002'; read_list 5
send 6 'REGISTER#carol'; expect 6 '100 OK'
send 6 'carol#7003'; read_list 6

# --- A signed payment. OpenSSL writes a signature as DER, SEQUENCE { r, s }; JWS wants r and s as 32 bytes each.
sign() { # the JWS Signing Input's signature, base64url
  printf '%s' "$1" | openssl dgst -sha256 -sign "$work/alice.key" | openssl asn1parse -inform DER |
    sed -n 's/.*INTEGER *:\([0-9A-F]*\)$/\1/p' | while read -r integer; do printf '%64s' "$integer"; done | tr ' ' 0 |
    sed 's/../\\x&/g' | { printf '%b' "$(cat)"; } | base64url
}
payment_id=$(openssl rand 16 | base64url)
header=$(printf '{"alg":"ES256","typ":"payhub+payment","jti":"%s","exp":%d,"hub":"%s","memo":"coffee"}' \
  "$payment_id" $((now + 600)) "$FINGERPRINT" | base64url)
payload=$(printf 'alice#25#bob' | base64url)
signed="$header.$payload.$(sign "$header.$payload")"

send 3 "$signed"
expect 4 "100 OK#*#$((before - 25))"
transfer=$(cut -d'#' -f2 <<<"$line")
send 3 "$signed"                       # the same bytes again: the same answer, and nothing moves
expect 4 "100 OK#$transfer#$((before - 25))"
send 3 "STATUS#$payment_id"
expect 4 "100 OK#$transfer"

# --- The same payment with another amount under the old signature: refused.
payload=$(printf 'alice#2500#bob' | base64url)
send 3 "$header.$payload.${signed##*.}"
expect 4 '310 BAD_SIGNATURE'
send 3 'List'
read_list 4
[[ $balance == $((before - 25)) ]] || die "alice has $balance"

# --- An unsigned payment, sealed as one RSA block: carol to bob, brought by bob. Carol is told, bob is not.
send 5 "$(printf 'carol#5#bob' | openssl pkeyutl -encrypt -pubin -keyform DER -inkey "$work/hub-sealing-key.der" \
  -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256 | openssl base64 -A)"
expect 6 'Transfer OK!'
send 5 'List'
read_list 5
[[ $balance == $((10000 + 25 + 5)) ]] || die "bob has $balance"

send 3 'Exit'
expect 4 'Bye'
echo "done: transfer $transfer"
