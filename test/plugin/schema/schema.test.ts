import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import ts from "typescript";
import { readPackage } from "../../../provider/plugin/schema/components";
import { buildSchema } from "../../../provider/plugin/schema/schema";
import type { ComponentSpec, PropertySpec } from "../../../provider/plugin/schema/spec";
import * as sdk from "../../../sdk/nodejs";

const root = resolve(__dirname, "../../..");

interface TypeSpec {
  readonly type: string;
  readonly properties?: Readonly<Record<string, PropertySpec>>;
  readonly enum?: readonly { readonly value: string }[];
}

interface Schema {
  readonly language: Readonly<Record<string, object>>;
  readonly resources: Readonly<
    Record<string, Omit<ComponentSpec, "isComponent"> & { readonly isComponent?: true }>
  >;
  readonly types: Readonly<Record<string, TypeSpec>>;
}

function readJson(path: string): { version: string } {
  return JSON.parse(readFileSync(join(root, path), "utf8")) as { version: string };
}

function refsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === "$ref" ? [String(each)] : refsIn(each),
  );
}

/** What one argument in TypeScript is in the schema, where it is not the same one argument. */
const seams: Readonly<Record<string, readonly string[]>> = {
  // Members of a union with a resource.
  dns: ["externalDns", "rfc2136Zone"],
  "Federated.namespace": ["namespace", "namespaceName"],
  "MultiClusterIngress.namespace": ["namespace", "namespaceName"],
  // Resources of an object type.
  target: ["target", "targetClusters"],
  // A function, which no other language can hand over.
  "StagedUpdateStrategy.healthy": [],
  "FederatedYaml.scheduling": [
    "horizontalPodAutoscalerPreferences",
    "jobSchedulingPreferences",
    "replicaSchedulingPreferences",
    "scheduling",
  ],
};

function seamOf(component: string, argument: string): readonly string[] | undefined {
  const federated = component.startsWith("Federated") ? seams[`Federated.${argument}`] : undefined;
  return seams[`${component}.${argument}`] ?? federated ?? seams[argument];
}

/** An argument as the compiler sees it: in every form that the arguments may have. */
interface Argument {
  readonly isRequired: boolean;
  readonly isPlain: boolean;
}

/** The arguments of a component, read from its types in another way than the schema is. */
function argumentsOf(args: ts.Type, checker: ts.TypeChecker): Map<string, Argument> {
  const forms = args.isUnion() ? args.types : [args];
  const names = new Set(forms.flatMap((form) => form.getProperties().map(({ name }) => name)));
  const found = [...names].map((name): [string, Argument | undefined] => {
    const types = forms.map((form) => typeIn(form, name, checker));
    const given = types.filter((type) => type !== undefined);
    const isRequired = types.every(
      (type) => type !== undefined && checker.getNonNullableType(type) === type,
    );
    const isPlain = !given.some((type) => holdsLive(type, checker));
    return [name, given.length === 0 ? undefined : { isRequired, isPlain }];
  });
  return new Map(found.flatMap(([name, argument]) => (argument ? [[name, argument]] : [])));
}

/** The type of an argument in one form; undefined where it may not be given. */
function typeIn(form: ts.Type, name: string, checker: ts.TypeChecker): ts.Type | undefined {
  const property = form.getProperty(name);
  const type = property === undefined ? undefined : checker.getTypeOfSymbol(property);
  return ((type?.flags ?? 0) & ts.TypeFlags.Undefined) === 0 ? type : undefined;
}

/** Whether a value of the type, or an item of it, may be an Output, a resource, an asset or anything. */
function holdsLive(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.isUnion()) return type.types.some((each) => holdsLive(each, checker));
  return isLive(type) || itemsOf(type, checker).some((each) => holdsLive(each, checker));
}

function isLive(type: ts.Type): boolean {
  const file = type.getSymbol()?.declarations?.[0]?.getSourceFile().fileName ?? "";
  return (
    (type.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) !== 0 ||
    /@pulumi\/(pulumi|kubernetes)\//.test(file) ||
    type.getProperty("urn") !== undefined
  );
}

function itemsOf(type: ts.Type, checker: ts.TypeChecker): ts.Type[] {
  if ((type.flags & ts.TypeFlags.Object) === 0) return [];
  const item = type.getNumberIndexType() ?? type.getStringIndexType();
  // What a map of listed keys holds is declared nowhere else.
  const listed = type.getProperties().filter(({ declarations }) => declarations === undefined);
  return [...(item ? [item] : []), ...listed.map((each) => checker.getTypeOfSymbol(each))];
}

describe("schema.json", function () {
  this.timeout(180_000);
  let schema: Schema;
  before(() => {
    schema = buildSchema(root, {
      package: readJson("package.json").version,
      kubernetes: readJson("node_modules/@pulumi/kubernetes/package.json").version,
    }) as Schema;
  });

  it("is what the components say (npm run schema)", () => {
    expect(readFileSync(join(root, "schema.json"), "utf8")).to.equal(
      `${JSON.stringify(schema, null, 2)}\n`,
    );
  });

  it("has every component that the package exports, one for each function that makes clusters, and no other", () => {
    const classes = Object.entries(sdk)
      .filter(([, value]) => typeof value === "function" && /^class\b/.test(value.toString()))
      .map(([name]) => name);
    const fleets = Object.keys(sdk)
      .filter((name) => name.startsWith("clustersFrom"))
      .map((name) => name.replace("clusters", "Fleet"));
    const components = [...classes, ...fleets].map((name) => `kubefed:index:${name}`);
    const own = Object.entries(schema.resources).filter(([, each]) => each.isComponent === true);
    expect(own.map(([token]) => token)).to.deep.equal(components.sort());
  });

  it("refers only to types and resources that it has", () => {
    const own = refsIn(schema).filter((ref) => ref.startsWith("#/"));
    const known = new Set([
      ...Object.keys(schema.types).map((name) => `#/types/${name}`),
      ...Object.keys(schema.resources).map((name) => `#/resources/${name}`),
    ]);
    expect(own.filter((ref) => !known.has(ref))).to.deep.equal([]);
  });

  it("has no resource in an object type, with which a package for Python cannot be imported", () => {
    const holding = Object.entries(schema.types).filter(([, type]) =>
      refsIn(type).some((ref) => ref.includes("/resources/")),
    );
    expect(holding.map(([name]) => name)).to.deep.equal([]);
  });

  it("takes lists of clusters from another component, so they are not plain", () => {
    for (const [name, { inputProperties }] of Object.entries(schema.resources)) {
      for (const [input, spec] of Object.entries(inputProperties)) {
        const isOfResources = spec.items?.$ref?.startsWith("#/resources/") === true;
        if (isOfResources) expect(spec.plain, `${name}.${input}`).to.equal(undefined);
      }
    }
  });

  it("says what each of its inputs is, what is secret, and in words what is so by default", () => {
    const inputs = Object.values(schema.resources).flatMap(({ inputProperties }) =>
      Object.entries(inputProperties),
    );
    expect(inputs.filter(([, spec]) => spec.description === undefined)).to.deep.equal([]);
    const cluster = schema.resources["kubefed:index:KubeFedCluster"]?.inputProperties;
    expect(cluster?.kubeconfig).to.include({ type: "string", secret: true });
    expect(cluster?.unreachable).to.include({ plain: true });
    expect(cluster?.unreachable?.description).to.match(/ Default: "fail"\.$/);
    const key = schema.types["kubefed:index:TsigKey"]?.properties;
    expect(key?.secret).to.include({ secret: true });
    expect(JSON.stringify(schema), "an SDK would send it").not.to.include('"default":');
  });

  it("keeps the forms of what may be a number or a text, a list or a word", () => {
    const rules = schema.types["kubefed:index:Join"]?.properties?.rules;
    const rule = { $ref: "#/types/kubefed:index:PolicyRule", plain: true };
    expect(rules?.oneOf).to.deep.equal([
      { type: "array", items: rule },
      { $ref: "#/types/kubefed:index:JoinRights" },
    ]);
    const { size } = schema.types["kubefed:index:Stage"]?.properties ?? {};
    expect(size).to.include({ plain: true });
    expect(size?.oneOf).to.deep.equal([{ type: "integer" }, { type: "string" }]);
  });

  it("leaves it to a component what of its outputs is secret: a package for Java cannot be compiled else", () => {
    const components = Object.values(schema.resources).filter(
      ({ isComponent }) => isComponent === true,
    );
    const outputs = components.flatMap(({ properties }) => Object.values(properties));
    expect(outputs.filter(({ secret }) => secret !== undefined)).to.deep.equal([]);
  });

  it("lists the words of a choice, and what may be absent among what a component gives", () => {
    const values = schema.types["kubefed:index:DnsPolicy"]?.enum?.map(({ value }) => value);
    expect(values).to.have.members(["simple", "multivalue", "weighted", "failover", "geo"]);
    const cluster = schema.resources["kubefed:index:KubeFedCluster"];
    expect(cluster?.required).to.include("labels").and.not.include("region");
    const preference = schema.resources["kubefed:index:ReplicaSchedulingPreference"];
    expect(preference?.required).to.include("preference").and.not.include("plan");
    expect(Object.keys(preference?.properties ?? {})).to.include("plan");
  });

  it("tells every language what its SDK needs", () => {
    const languages = ["csharp", "go", "java", "nodejs", "python"];
    expect(Object.keys(schema.language).sort()).to.deep.equal(languages);
    expect(JSON.stringify(schema.language)).to.match(/pulumi-kubernetes.*/);
  });

  it("has the arguments of every class, as optional and as plain as they are", () => {
    const { checker, components } = readPackage(root);
    for (const { name, args } of components) {
      const { inputProperties = {}, requiredInputs = [] } =
        schema.resources[`kubefed:index:${name}`] ?? {};
      const found = argumentsOf(args, checker);
      const expected = [...found.keys()].flatMap((each) => seamOf(name, each) ?? [each]);
      expect(Object.keys(inputProperties), name).to.deep.equal(expected.sort());
      for (const [argument, { isRequired, isPlain }] of found) {
        const spec = inputProperties[argument];
        if (seamOf(name, argument) !== undefined || spec === undefined) continue;
        const where = `${name}.${argument}`;
        expect(requiredInputs.includes(argument), `${where} is required`).to.equal(isRequired);
        expect(spec.plain === true, `${where} is plain`).to.equal(isPlain);
      }
    }
  });
});
