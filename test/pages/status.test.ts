import { expect } from "chai";
import type { FleetStatus } from "../../provider/report/status/fleetStatus";
import { renderImagesHtml } from "../../provider/report/status/renderImagesHtml";
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
          images: [{ container: "web", image: `nginx:1${evil}` }],
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
    const columns = ["eu-west", "us-east"];
    expect(await texts("thead th.cluster span")).to.deep.equal([...columns, ...columns]);
    expect(await texts("tbody tr")).to.deep.equal([
      "Deployment shop/web\t2/2\tunknown",
      `Deployment shop/web web\tnginx:1${evil}\t?`,
    ]);
    expect(await texts("header")).to.deep.equal([
      "Status of the fleet\n\n1 federated object on 2 member clusters: something needs attention",
    ]);
    expect(await texts(".totals li")).to.deep.equal(["1 drifted", "1 unknown"]);
    const why = await page.evaluate(`document.querySelector("td").title`);
    expect(why).to.equal("spec.replicas is 1, not 2");
    expect(await texts(".band li")).to.deep.equal([
      `us-east: it refused ${evil}`,
      "Deployment shop/web on eu-west: spec.replicas is 1, not 2",
    ]);
    expect(await page.$$("img")).to.have.length(0);
    expect(complaints).to.deep.equal([]);
  });

  it("has a look of which image runs where, with what differs above it and in colour", async () => {
    const [row] = status.objects;
    const images = ["nginx:1.29", "nginx:1.30", "nginx:1.29", undefined];
    const cells = images.map((image, at) => ({
      cluster: `eu-${at}`,
      health: "healthy" as const,
      images: image === undefined ? [] : [{ container: "web", image }],
      problems: [],
      ...nothing,
    }));
    const clusters = cells.map(({ cluster }) => ({ name: cluster }));
    const objects = row === undefined ? [] : [{ ...row, cells }];
    const { page, complaints } = await browser.open(
      renderImagesHtml({ ...status, clusters, objects }),
      { width: 1280, height: 760, scheme: "dark" },
    );
    const texts = (selector: string): Promise<unknown> =>
      page.evaluate(`[...document.querySelectorAll("${selector}")].map((e) => e.innerText)`);
    expect(await texts("tbody tr")).to.deep.equal([
      "≠ Deployment shop/web web\tnginx:1.29\tnginx:1.30\tnginx:1.29\t·",
    ]);
    expect(await texts("td .update")).to.deep.equal(["nginx:1.30"]);
    expect(await texts(".band li")).to.deep.equal([
      "Deployment shop/web web: nginx:1.29 on eu-0, eu-2",
      "Deployment shop/web web: nginx:1.30 on eu-1",
    ]);
    expect(await texts("header p")).to.deep.equal([
      "1 container on 4 clusters: 1 with different images",
    ]);
    expect(complaints).to.deep.equal([]);
  });
});
