import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { goModuleFolder } from "../toolchain/goModule";

const gatewayApi = {
  path: "sigs.k8s.io/gateway-api",
  version: "v1.6.3",
  sum: "h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=",
};

/** A CustomResourceDefinition, as far as it is named. */
export interface Definition {
  readonly metadata: { readonly name: string };
}

/** The definitions of the Gateway API's standard channel, with all their rules. */
export async function gatewayDefinitions(...plurals: readonly string[]): Promise<Definition[]> {
  const folder = await goModuleFolder(gatewayApi);
  return plurals.map((plural) => {
    const file = `gateway.networking.k8s.io_${plural}.yaml`;
    return parse(readFileSync(join(folder, "config/crd/standard", file), "utf8")) as Definition;
  });
}
