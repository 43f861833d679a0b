const tseslint = require("typescript-eslint");

module.exports = tseslint.config(
  {
    ignores: [
      "dist/**",
      "coverage/**",
      "node_modules/**",
      "examples/**/node_modules/**",
      "eslint.config.js",
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ["./test/tsconfig.json", "./provider/report/page/script/tsconfig.json"],
        tsconfigRootDir: __dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // Naming a field beside a rest is how it is left out.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      complexity: ["error", 10],
    },
  },
  {
    // Pulumi writes the methods of a dynamic provider into the state: they load their code when called.
    files: ["provider/resources/*/*.ts"],
    rules: {
      "@typescript-eslint/no-require-imports": ["error", { allow: ["^pulumi-kubefed/handlers/"] }],
    },
  },
  {
    // Libraries of which a program often needs nothing are loaded when it does.
    files: ["provider/adapters/files/{yamlDocuments,filePattern}.ts"],
    rules: {
      "@typescript-eslint/no-require-imports": ["error", { allow: ["^yaml$", "^minimatch$"] }],
    },
  },
  {
    // A program loads the one backend that it chose, and Google's package only with Google's backend.
    files: ["provider/components/ingress/{fronts,gcpFront}.ts"],
    rules: {
      "@typescript-eslint/no-require-imports": [
        "error",
        { allow: ["^\\./\\w+Front$", "^@pulumi/gcp/compute$"] },
      ],
    },
  },
  {
    // chai's assertions are property reads, and mocha's callbacks return nothing.
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unused-expressions": "off",
      "@typescript-eslint/no-confusing-void-expression": "off",
    },
  },
);
