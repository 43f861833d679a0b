import type { DnsErrorCode } from "../../../../provider/adapters/dns/server/dnsError";
import type { Failures } from "../../../contract/dnsFailures";
import { dnsServerContract } from "../../../contract/dnsServer";

/** What a server says in each situation: RCODE and TSIG error, as the message shows them. */
type Said = Readonly<
  Record<
    | "wrong secret"
    | "wrong algorithm"
    | "unknown key"
    | "clock"
    | "no grant"
    | "no key"
    | "zone not served",
    string
  >
>;

const writer = 'key "writer-hmac-sha256" hmac-sha256';
const onClocks = "at most 300 s are allowed; set one of them";
const silence = "sent no answer within 200 ms; is the address right, does a firewall drop packets?";

function failuresOf(said: Said, exceptions: Failures = {}): Failures {
  const at = (zone: string, key: string, answer: string, why: string): string =>
    `update of zone "${zone}" at SERVER, ${key}: ${answer}: ${why}`;
  const here = (key: string, answer: string, why: string): string =>
    at("fed.test", key, answer, why);
  const failure = (code: DnsErrorCode, text: string): readonly [DnsErrorCode, string] => [
    code,
    text,
  ];
  return {
    "wrong secret": failure(
      "wrong-secret",
      here(
        writer,
        said["wrong secret"],
        "the server knows the key with another secret; compare the secrets",
      ),
    ),
    "wrong algorithm": failure(
      "wrong-algorithm",
      here(
        'key "writer-hmac-sha256" hmac-sha512',
        said["wrong algorithm"],
        "the server's key is for hmac-sha256; set the algorithm to that",
      ),
    ),
    "unknown key": failure(
      "unknown-key",
      here(
        'key "nobody" hmac-sha256',
        said["unknown key"],
        "the server knows no such key, or it is not allowed anything in this zone; configure the key there for update",
      ),
    ),
    "clock behind": failure(
      "clock-skew",
      here(writer, said.clock, `the server's clock is about N s ahead of ours, ${onClocks}`),
    ),
    "clock ahead": failure(
      "clock-skew",
      here(writer, said.clock, `the server's clock is about N s behind ours, ${onClocks}`),
    ),
    "no grant": failure(
      "no-grant",
      here(
        'key "reader" hmac-sha256',
        said["no grant"],
        "the key is right and is not granted update of this zone; grant it in the server's configuration",
      ),
    ),
    "no key": failure(
      "no-grant",
      here(
        "no key",
        said["no key"],
        "the server does not allow an unsigned update; give a TSIG key",
      ),
    ),
    "zone not served": failure(
      "zone-not-served",
      at(
        "other.test",
        writer,
        said["zone not served"],
        "the server is not authoritative for the zone; correct the zone's name or the server",
      ),
    ),
    "server down": failure(
      "server-down",
      "name server SERVER cannot be reached (ECONNREFUSED); is it running and listening there?",
    ),
    "black hole": failure(
      "no-answer",
      `name server SERVER ${silence}; whether the change was made is not known, reading failed in the same way`,
    ),
    ...exceptions,
  };
}

const powerDnsDoubt =
  "the server does not accept the key and does not say why; compare name and secret, and clocks that may be more than 18 hours apart";

dnsServerContract(
  "bind",
  failuresOf({
    "wrong secret": "NOTAUTH TSIG BADSIG",
    "wrong algorithm": "NOTAUTH TSIG BADKEY",
    "unknown key": "NOTAUTH TSIG BADKEY",
    clock: "NOTAUTH TSIG BADTIME",
    "no grant": "REFUSED TSIG NOERROR",
    "no key": "REFUSED",
    "zone not served": "NOTAUTH TSIG NOERROR",
  }),
);

dnsServerContract(
  "knot",
  failuresOf({
    "wrong secret": "NOTAUTH TSIG BADSIG",
    "wrong algorithm": "NOTAUTH TSIG BADKEY",
    "unknown key": "NOTAUTH TSIG BADKEY",
    clock: "NOTAUTH TSIG BADTIME",
    "no grant": "NOTAUTH TSIG BADKEY",
    "no key": "NOTAUTH",
    "zone not served": "NOTAUTH",
  }),
);

dnsServerContract(
  "powerdns",
  failuresOf(
    {
      "wrong secret": "REFUSED",
      "wrong algorithm": "REFUSED",
      "unknown key": "REFUSED",
      clock: "REFUSED",
      "no grant": "REFUSED TSIG NOERROR",
      "no key": "REFUSED",
      "zone not served": "NOTAUTH TSIG NOERROR",
    },
    {
      // PowerDNS says the same of a wrong secret and of a key it does not know.
      "wrong secret": [
        "wrong-secret",
        `update of zone "fed.test" at SERVER, ${writer}: REFUSED: ${powerDnsDoubt}`,
      ],
      "unknown key": [
        "wrong-secret",
        `update of zone "fed.test" at SERVER, key "nobody" hmac-sha256: REFUSED: ${powerDnsDoubt}`,
      ],
    },
  ),
);
