import { expect } from "chai";
import fc from "fast-check";
import { isSubdomain, validateLabels } from "../../../provider/core/kinds/labels";
import { deepFreeze } from "../../support/deepFreeze";
import { Leaf } from "../../support/leaf";

const long = (length: number): string => "a".repeat(length);

describe("validateLabels", () => {
  const valid: Readonly<Record<string, unknown>> = {
    "no labels": undefined,
    "null labels": null,
    "names with all that is allowed": { "a-b_c.D1": "x" },
    "a key with a prefix": { "app.kubernetes.io/part-of": "shop" },
    "an empty value": { a: "" },
    "a value of 63 characters": { a: long(63) },
    "a key's name of 63 characters and a prefix of 253": { [`${long(253)}/${long(63)}`]: "x" },
    "a value that is only known after apply": { a: new Leaf() },
    "a value that is not there": { a: undefined },
  };
  for (const [name, labels] of Object.entries(valid)) {
    it(`allows ${name}`, () => {
      expect(validateLabels(deepFreeze(labels), "l")).to.deep.equal([]);
    });
  }

  const invalid: readonly (readonly [string, unknown, string])[] = [
    [
      "labels that are only known after apply",
      new Leaf(),
      "l: must be a plain map; only its values may be known after apply",
    ],
    ["a list of labels", ["a"], "l: must be a plain map; only its values may be known after apply"],
    [
      "a value of 64 characters",
      { a: long(64) },
      'l["a"]: the value has 64 characters; at most 63 are allowed',
    ],
    [
      "a key's name of 64 characters",
      { [long(64)]: "x" },
      `l["${long(64)}"]: the key's name has 64 characters; at most 63 are allowed`,
    ],
    [
      "a prefix of 254 characters",
      { [`${long(254)}/a`]: "x" },
      `l["${long(254)}/a"]: the key's prefix must be a DNS subdomain of at most 253 characters`,
    ],
    [
      "a prefix with capitals",
      { "X.io/a": "x" },
      `l["X.io/a"]: the key's prefix must be a DNS subdomain of at most 253 characters`,
    ],
    [
      "an empty prefix",
      { "/a": "x" },
      `l["/a"]: the key's prefix must be a DNS subdomain of at most 253 characters`,
    ],
    [
      "an empty key",
      { "": "x" },
      `l[""]: the key's name must begin and end with a letter or digit, with only "-", "_", "." between`,
    ],
    [
      "a key with two slashes",
      { "a/b/c": "x" },
      `l["a/b/c"]: the key's name must begin and end with a letter or digit, with only "-", "_", "." between`,
    ],
    [
      "a value with a space",
      { a: "b c" },
      `l["a"]: the value must begin and end with a letter or digit, with only "-", "_", "." between`,
    ],
    [
      "a value that ends in a dash",
      { a: "b-" },
      `l["a"]: the value must begin and end with a letter or digit, with only "-", "_", "." between`,
    ],
    ["a number", { a: 1 }, 'l["a"]: must be a string, came 1; write "1"'],
    ["a boolean", { a: true }, 'l["a"]: must be a string, came true; write "true"'],
    ["a map", { a: {} }, 'l["a"]: must be a string'],
    ["a list", { a: [] }, 'l["a"]: must be a string'],
  ];
  for (const [name, labels, text] of invalid) {
    it(`refuses ${name}`, () => {
      const issues = validateLabels(deepFreeze(labels), "l");
      expect(issues.map(({ path, message }) => `${path}: ${message}`)).to.deep.equal([text]);
      expect(issues[0]?.code).to.equal("label-invalid");
    });
  }

  it("reports a bad key and its bad value", () => {
    expect(validateLabels({ "-": "-" }, "l")).to.have.length(2);
  });

  it("a label that is valid stays so with others beside it", () => {
    const text = fc.string({ maxLength: 5 });
    fc.assert(
      fc.property(fc.dictionary(text, text), (labels) => {
        const each = Object.entries(labels).flatMap(([key, value]) =>
          validateLabels({ [key]: value }, "l"),
        );
        expect(validateLabels(deepFreeze(labels), "l")).to.deep.equal(each);
      }),
    );
  });
});

describe("isSubdomain", () => {
  const rows: readonly (readonly [string, boolean])[] = [
    ["a", true],
    ["a-1.b", true],
    ["1a", true],
    [long(253), true],
    ["", false],
    [long(254), false],
    ["A", false],
    ["a..b", false],
    ["-a", false],
    ["a-", false],
    ["a.-b", false],
    ["a_b", false],
  ];
  for (const [text, expected] of rows) {
    it(`${JSON.stringify(text.slice(0, 20))} of length ${text.length} is ${expected ? "one" : "none"}`, () => {
      expect(isSubdomain(text)).to.equal(expected);
    });
  }
});
