import { expect } from "chai";
import type { FleetStatus } from "../../provider/report/status/fleetStatus";
import { renderStatusHtml } from "../../provider/report/status/renderStatusHtml";
import { startBrowser, type TestBrowser } from "../support/browser";

const evil = "</td><img src=x onerror=document.title='taken'>";
const nothing = { drift: [], conditions: [], loadBalancer: [] };
const status: FleetStatus = {
  format: "kubefed-status",
  version: 1,
  clusters: [{ name: "eu-west" }, { name: "us-east", failure: `it refused ${evil}` }],
  objects: [
    {
      title: "Deployment shop/web",
      rolledUp: { desired: 2, ready: 2, clusters: {}, conditions: [], loadBalancer: [] },
      cells: [
        {
          cluster: "eu-west",
          desired: 2,
          ready: 2,
          health: "drifted",
          images: [],
          problems: ["spec.replicas is 1, not 2"],
          ...nothing,
        },
        { cluster: "us-east", health: "unknown", images: [], problems: ["no answer"], ...nothing },
      ],
    },
  ],
  isHealthy: false,
};

describe("the page of a status, in a browser", function () {
  this.timeout(600_000);
  let browser: TestBrowser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  it("has a row per object and a column per cluster, and says which cluster gave no answer", async () => {
    const html = renderStatusHtml(status);
    const { page, complaints } = await browser.open(html, {
      width: 1280,
      height: 760,
      scheme: "light",
    });
    const texts = (selector: string): Promise<unknown> =>
      page.evaluate(`[...document.querySelectorAll("${selector}")].map((e) => e.innerText)`);
    expect(await texts("thead th.cluster span")).to.deep.equal(["eu-west", "us-east"]);
    expect(await texts("tbody tr")).to.deep.equal(["Deployment shop/web\t2/2\tunknown"]);
    const why = await page.evaluate(`document.querySelector("td").title`);
    expect(why).to.equal("spec.replicas is 1, not 2");
    expect(await texts(".band li")).to.deep.equal([`us-east: it refused ${evil}`]);
    expect(await page.$$("img")).to.have.length(0);
    expect(complaints).to.deep.equal([]);
  });
});
