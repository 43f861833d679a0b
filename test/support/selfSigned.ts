import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate for a host that is its own authority, and its key, as PEM texts. */
export function selfSigned(host: string): [certificate: string, key: string] {
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-certificate-"));
  const [keyFile, file] = [join(directory, "key"), join(directory, "cert")];
  const words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split(
    " ",
  );
  const about = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`];
  try {
    execFileSync("openssl", [...words, ...about, "-keyout", keyFile, "-out", file], {
      stdio: "ignore",
    });
    return [readFileSync(file, "utf8"), readFileSync(keyFile, "utf8")];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
