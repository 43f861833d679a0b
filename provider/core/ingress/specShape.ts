import type { Issue } from "../issue";
import { isPlainObject } from "../plain/plainObject";
import { describeKind } from "../plain/valueKind";

/**
 * What keeps a spec from being read at all: values that are only known after an update, and lists or maps
 * that are none. Compilers say it only of TypeScript.
 *
 * @example
 * specShapeIssues({ rules: [{ http: { paths: "all" } }] }).map(({ path }) => path)
 * //=> ["spec.rules[0].http.paths"]
 */
export function specShapeIssues(spec: unknown): Issue[] {
  return [
    ...mapIssues(spec, "spec"),
    ...itemsOf(spec, "rules", "spec").flatMap(({ value, at }) => [
      ...mapIssues(value, at),
      ...(fieldOf(value, "http") === undefined
        ? []
        : [
            ...mapIssues(fieldOf(value, "http"), `${at}.http`),
            ...itemsOf(fieldOf(value, "http"), "paths", `${at}.http`).flatMap((path) => [
              ...mapIssues(path.value, path.at),
              ...backendIssues(fieldOf(path.value, "backend"), `${path.at}.backend`),
            ]),
            ...listIssues(fieldOf(value, "http"), "paths", `${at}.http`),
          ]),
    ]),
    ...listIssues(spec, "rules", "spec"),
    ...listIssues(spec, "tls", "spec"),
    ...itemsOf(spec, "tls", "spec").flatMap(({ value, at }) => [
      ...mapIssues(value, at),
      ...listIssues(value, "hosts", at),
    ]),
    ...(fieldOf(spec, "defaultBackend") === undefined
      ? []
      : backendIssues(fieldOf(spec, "defaultBackend"), "spec.defaultBackend")),
  ];
}

function backendIssues(backend: unknown, at: string): Issue[] {
  const service = fieldOf(backend, "service");
  const port = fieldOf(service, "port");
  return [
    ...mapIssues(backend, at),
    ...(service === undefined ? [] : mapIssues(service, `${at}.service`)),
    ...(port === undefined ? [] : mapIssues(port, `${at}.service.port`)),
  ];
}

function fieldOf(value: unknown, key: string): unknown {
  return isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function itemsOf(
  value: unknown,
  key: string,
  at: string,
): { readonly value: unknown; readonly at: string }[] {
  const list = fieldOf(value, key);
  if (!Array.isArray(list)) return [];
  return list.map((item: unknown, index) => ({ value: item, at: `${at}.${key}[${index}]` }));
}

function mapIssues(value: unknown, path: string): Issue[] {
  return isPlainObject(value) ? [] : [notPlain(path, "a map", value)];
}

function listIssues(value: unknown, key: string, at: string): Issue[] {
  const list = fieldOf(value, key);
  return list === undefined || Array.isArray(list)
    ? []
    : [notPlain(`${at}.${key}`, "a list", list)];
}

function notPlain(path: string, wanted: string, came: unknown): Issue {
  const message = `must be ${wanted} of plain values, known at preview; came ${describeKind(came)}`;
  return { code: "not-plain", path, message };
}
