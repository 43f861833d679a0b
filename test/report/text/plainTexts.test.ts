import { expect } from "chai";
import { readEngineEvents } from "../../../provider/report/plan/engineEvents";
import { fleetStatus } from "../../../provider/report/status/fleetStatus";
import { renderStatus } from "../../../provider/report/status/renderStatus";
import { plain } from "../../../provider/report/text/paint";
import { describeChange, describeShort } from "../../../provider/report/text/words";

const obeyed = "a\u001b[2J\u009b2J\u202eb";
const style = { width: 200, paint: plain };

describe("what clusters say, as it is shown", () => {
  const shown: [name: string, text: string][] = [
    ["a value in a plan", describeShort({ data: obeyed }, 200)],
    [
      "the path and the values of a change",
      describeChange({ path: `data["${obeyed}"]`, op: "update", from: obeyed, to: obeyed }, 200),
    ],
    [
      "a message of the engine",
      readEngineEvents([{ diagnosticEvent: { severity: "error", message: obeyed } }]).messages[0]
        ?.message ?? "",
    ],
    ["a condition of an object", statusWith(obeyed)],
  ];
  for (const [name, text] of shown) {
    it(`has nothing that a terminal obeys in ${name}`, () => {
      expect(text).to.include("\\u001b[2J");
      expect(text.replace(/\n/g, "")).to.not.match(/[\p{Cc}\p{Bidi_Control}]/u);
    });
  }
});

function statusWith(message: string): string {
  const object = {
    title: "Deployment shop/web",
    cluster: "us",
    provider: "p",
    inputs: {},
    ignoreChanges: [],
    isBeingWritten: false,
  };
  const conditions = [{ type: "ReplicaFailure", status: "True", message }];
  const fleet = { objects: [object], kubeconfigs: new Map<string, never>() };
  const status = fleetStatus(fleet, [
    { object, live: { kind: "Deployment", status: { conditions } } },
  ]);
  return renderStatus(status, style);
}
