import { isPlainObject } from "../../core/plain/plainObject";
import { plainText } from "../../core/plain/plainText";
import type { KubeApi, KubeRequest, KubeResponse } from "./apiClient";
import { textOf } from "../../core/plain/text";

/** An API server's refusal, as its `Status` object says it. */
export class KubeStatusError extends Error {
  constructor(
    message: string,
    /** The HTTP status. */
    readonly status: number,
    /** Kubernetes' word, such as `Forbidden` or `AlreadyExists`; empty where it gave none. */
    readonly reason: string,
    /** Which fields it did not like and why. */
    readonly causes: readonly { readonly field: string; readonly message: string }[],
  ) {
    super(message);
    this.name = "KubeStatusError";
  }
}

/** Asks and gives the body of a 2xx answer. Throws KubeStatusError for any other, KubeApiError for none. */
export async function askApi(api: KubeApi, call: KubeRequest): Promise<unknown> {
  const answer = await api.request(call);
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw refusal({ api, call, answer });
}

/** The error for an answer that is none of 2xx: server, call, status, reason, message and causes. */
export function refusal(of: {
  readonly api: KubeApi;
  readonly call: KubeRequest;
  readonly answer: KubeResponse;
}): KubeStatusError {
  const { api, call, answer } = of;
  const body = isPlainObject(answer.body) ? answer.body : {};
  const reason = saidBy(body["reason"]);
  const causes = causesOf(body["details"]);
  const said = saidBy(body["message"]);
  const parts = [
    `the API server at ${api.server} answered ${answer.status}${reason === "" ? "" : ` ${reason}`}`,
    ` to ${call.method} ${call.path.replace(/\?.*$/, "")}`,
    said === "" ? "" : `: ${said}`,
    ...causes
      .filter(({ message }) => !said.includes(message))
      .map(({ field, message }) => `; ${field}: ${message}`),
  ];
  return new KubeStatusError(parts.join(""), answer.status, reason, causes);
}

/** Of a reason, a message or a cause; what is longer helps nobody. */
const longestText = 4096;
/** How many causes are told. */
const mostCauses = 50;

function causesOf(details: unknown): { field: string; message: string }[] {
  const causes = isPlainObject(details) ? details["causes"] : undefined;
  if (!Array.isArray(causes)) return [];
  return causes
    .slice(0, mostCauses)
    .flatMap((cause: unknown) =>
      isPlainObject(cause)
        ? [{ field: saidBy(cause["field"]), message: saidBy(cause["message"]) }]
        : [],
    );
}

/** What a server says ends up on terminals and in logs. */
function saidBy(value: unknown): string {
  return plainText(textOf(value)).slice(0, longestText);
}
