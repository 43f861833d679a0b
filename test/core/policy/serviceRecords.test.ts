import { expect } from "chai";
import { judgeServiceRecords } from "../../../provider/core/policy/serviceRecords";
import { fleetOf, pods, ruled } from "./ruledFleet";

const two = ["eu-west", "us-east"];
const web = ruled("Deployment", "web", { "us-east": pods(1) });
const service = (selector: unknown, rest: object = {}) =>
  ruled("Service", "web", two, { object: { spec: { selector } }, ...rest });
const judge = (...objects: Parameters<typeof fleetOf>[0]) =>
  judgeServiceRecords(fleetOf(objects), {}).map(({ message }) => message);

describe("the rule about records of Services", () => {
  it("says to which workload a Service leads on how many of its clusters", () => {
    expect(judge(web, service({ app: "web" }))).to.deep.equal([
      "Service shop/web: leads to Deployment shop/web on 1 of 2 clusters (us-east) and has no ServiceDNSRecord; 0 Services of the fleet have one",
    ]);
  });

  it("is content with a record, and says nothing of what is excepted", () => {
    const objects = [web, service({ app: "web" })];
    expect(judgeServiceRecords(fleetOf(objects, { recorded: ["shop/web"] }), {})).to.deep.equal([]);
    expect(judgeServiceRecords(fleetOf(objects), { except: ["shop/web"] })).to.deep.equal([]);
  });

  const rows: [string, ReturnType<typeof judge>][] = [
    ["leads elsewhere", judge(web, service({ app: "db" }))],
    ["leads nowhere by itself", judge(web, service({}), service(undefined))],
    ["is of another namespace", judge(web, service({ app: "web" }, { namespace: "other" }))],
    [
      "leads to what is not federated",
      judge({ ...web, isFederated: false }, service({ app: "web" })),
    ],
  ];
  for (const [what, found] of rows) {
    it(`says nothing of a Service that ${what}`, () => expect(found).to.deep.equal([]));
  }
});
