import { type Issue, type IssueCode } from "../issue";
import { isSubdomain } from "../kinds/labels";

const endpoint =
  /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?(\[[^\]]*\]|[^/:?#[\]]*)(?::([^/?#]*))?(\/[^?#]*)?$/;

/**
 * What is wrong with the address of an API server. Allowed: `host`, `host:port`, or a URL with `http://`
 * or `https://`, which alone may have a path; an IPv6 address stands in brackets.
 * Source: KubeFed `validation.go`, validateAPIEndpoint.
 *
 * @example
 * validateApiEndpoint("example.com:65536", "apiEndpoint").map(({ message }) => message)
 * //=> ['"example.com:65536" has the port 65536; it must be between 1 and 65535, inclusive']
 */
export function validateApiEndpoint(value: unknown, path: string): Issue[] {
  const problem = typeof value === "string" ? endpointProblem(value) : "must be a plain string";
  return problem === undefined ? [] : [issue("api-endpoint", path, problem)];
}

/**
 * The URL of an API server's address; without a scheme it is `https://`.
 *
 * @example
 * toServerUrl("example.com:6443/")
 * //=> "https://example.com:6443"
 */
export function toServerUrl(apiEndpoint: string): string {
  const url = apiEndpoint.includes("://") ? apiEndpoint : `https://${apiEndpoint}`;
  return url.replace(/\/+$/, "");
}

/**
 * What is wrong with the address of a proxy.
 * Source: KubeFed `validation.go`, validateProxyURL; it also allowed `socks5`.
 *
 * @example
 * validateProxyUrl("example.com", "proxyUrl").map(({ message }) => message)
 * //=> ['"example.com" is no proxy: the proxy URL scheme must be one of: [http, https, socks5]']
 */
export function validateProxyUrl(value: unknown, path: string): Issue[] {
  if (typeof value === "string" && /^(https?|socks5):\/\/[^/]/.test(value)) return [];
  const came = typeof value === "string" ? `"${value.replace(/\/\/[^/@]*@/, "//")}"` : "this";
  const message = `${came} is no proxy: the proxy URL scheme must be one of: [http, https, socks5]`;
  return [issue("proxy-url", path, message)];
}

/**
 * What is wrong with a list of TLS checks to leave out: `*` for all of them, or `SubjectName`, or
 * `ValidityPeriod`. Source: KubeFed `validation.go`, validateDisabledTLSValidations.
 *
 * @example
 * validateDisabledTLSValidations(["SubjectName", "*"], "tls").map(({ message }) => message)
 * //=> ['when * is specified, it is expected to be the only option in list; came: "SubjectName", "*"']
 */
export function validateDisabledTLSValidations(value: unknown, path: string): Issue[] {
  const allowed = ["*", "SubjectName", "ValidityPeriod"];
  if (!Array.isArray(value)) return [issue("tls-validations", path, "must be a plain list")];
  const came = value.map((each) => JSON.stringify(each)).join(", ");
  const unknown = value.filter((each) => !allowed.includes(String(each)));
  if (unknown.length > 0) {
    const message = `must be among "*", "SubjectName", "ValidityPeriod"; came: ${came}`;
    return [issue("tls-validations", path, message)];
  }
  if (value.length < 2 || !value.includes("*")) return [];
  const message = `when * is specified, it is expected to be the only option in list; came: ${came}`;
  return [issue("tls-validations", path, message)];
}

function endpointProblem(value: string): string | undefined {
  if (value === "") return "required value: a host, host:port or URL is needed";
  const parts = endpoint.exec(value);
  if (parts === null) return unreadable(value);
  const [, scheme, host = "", port, path = ""] = parts;
  const needsNoScheme = path === "" || path === "/";
  if (!isHost(host) || (scheme === undefined && !needsNoScheme)) return unreadable(value);
  return schemeProblem(scheme) ?? portProblem(value, port);
}

function unreadable(value: string): string {
  return `"${value}" cannot be read: the host must be a URL or a host:port pair`;
}

function schemeProblem(scheme: string | undefined): string | undefined {
  if (scheme === undefined || /^https?$/.test(scheme)) return undefined;
  return `unsupported value: "${scheme}"; an API server is reached by "http" or "https"`;
}

function portProblem(value: string, port: string | undefined): string | undefined {
  if (port === undefined) return undefined;
  if (!/^\d+$/.test(port)) return `"${value}" has an invalid port, "${port}"`;
  const number = Number(port);
  if (number >= 1 && number <= 65_535) return undefined;
  return `"${value}" has the port ${port}; it must be between 1 and 65535, inclusive`;
}

function isHost(host: string): boolean {
  return /^\[[0-9A-Fa-f:.]+\]$/.test(host) || isSubdomain(host.toLowerCase());
}

function issue(code: IssueCode, path: string, message: string): Issue {
  return { code, path, message };
}
