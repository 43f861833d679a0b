import { expect } from "chai";
import { conformanceFiles } from "./files";
import { readCases } from "./runner";

for (const [name, file] of conformanceFiles) {
  describe(name, () => {
    for (const { suite, id, run } of readCases(file).cases) {
      it(`${suite}: ${id}`, () => {
        const result = run();
        expect(result.status === "failed" ? result.details : []).to.deep.equal([]);
      });
    }
  });
}
