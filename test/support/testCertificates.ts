import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A certificate and its key, as PEM texts and files. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  readonly certPath: string;
  readonly keyPath: string;
}

/** Certificates of one authority: for a server called kubernetes.default at 127.0.0.1, and for a client called admin. */
export interface TestCertificates {
  readonly caPath: string;
  readonly server: TestCertificate & { readonly ca: string };
  readonly client: TestCertificate;
}

/** Makes them in a folder, with the program openssl. */
export function testCertificates(directory: string): TestCertificates {
  const file = (name: string): string => join(directory, name);
  const openssl = (args: readonly string[]): void => {
    execFileSync("openssl", args, { stdio: "ignore" });
  };
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const self = ["req", "-x509", ...newKey, "-days", "2", "-subj", "/CN=authority"];
  openssl([...self, "-keyout", file("ca.key"), "-out", file("ca.crt")]);
  const make = (name: string, subject: string, extensions: string): TestCertificate => {
    const [keyPath, certPath] = [file(`${name}.key`), file(`${name}.crt`)];
    writeFileSync(file(`${name}.ext`), extensions);
    const request = file(`${name}.csr`);
    openssl(["req", ...newKey, "-subj", `/CN=${subject}`, "-keyout", keyPath, "-out", request]);
    const authority = ["-CA", file("ca.crt"), "-CAkey", file("ca.key"), "-CAcreateserial"];
    const signing = ["x509", "-req", ...authority, "-days", "2", "-in", request];
    openssl([...signing, "-extfile", file(`${name}.ext`), "-out", certPath]);
    const [cert, key] = [readFileSync(certPath, "utf8"), readFileSync(keyPath, "utf8")];
    return { cert, key, certPath, keyPath };
  };
  const names = "subjectAltName=DNS:kubernetes.default,IP:127.0.0.1\n";
  return {
    caPath: file("ca.crt"),
    server: {
      ...make("server", "kube-apiserver", names),
      ca: readFileSync(file("ca.crt"), "utf8"),
    },
    client: make("client", "admin", "extendedKeyUsage=clientAuth\n"),
  };
}
