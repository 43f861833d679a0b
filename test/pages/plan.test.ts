import { expect } from "chai";
import type { Page } from "puppeteer-core";
import { startBrowser, type TestBrowser, type View } from "../support/browser";
import { smallShop, stagedShop, wideFleet } from "../support/fleetPlanSamples";
import { goldenPath } from "../support/golden";
import { planPage } from "../support/planPage";

const window: View = { width: 1280, height: 760, scheme: "light" };

describe("the page of a plan, in a browser", function () {
  this.timeout(600_000);
  let browser: TestBrowser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  /** Regenerated with the other files of test/golden. */
  async function keep(page: Page, name: string): Promise<void> {
    const image = await page.screenshot(
      process.env.UPDATE_GOLDEN === undefined ? {} : { path: goldenPath(`${name}.png`) },
    );
    expect(image.length).to.be.greaterThan(10_000);
  }

  /** What an expression of the page's own language gives; the page's types are not ours. */
  const ask = (page: Page, expression: string): Promise<unknown> => page.evaluate(expression);
  const texts = (page: Page, selector: string): Promise<unknown> =>
    ask(page, `[...document.querySelectorAll("${selector}")].map((e) => e.firstChild.textContent)`);
  const rows = (page: Page): Promise<unknown> => texts(page, "tbody th");
  const heads = (page: Page): Promise<unknown> => texts(page, "thead th.cluster span");
  const shown = (page: Page): Promise<unknown> =>
    ask(page, `document.querySelector("aside:not([hidden])")?.innerText ?? ""`);

  it("draws the whole fleet and complains of nothing", async () => {
    const { page, complaints } = await browser.open(planPage(smallShop()), window);
    expect(await heads(page)).to.deep.equal(["ap-south", "eu-west", "us-east"]);
    expect(await rows(page))
      .to.include("Deployment shop/web")
      .and.have.length(5);
    expect(await ask(page, `document.querySelector(".band.deletion").innerText`)).to.include(
      "Service shop/web on ap-south, eu-west: not named",
    );
    expect(complaints).to.deep.equal([]);
    await keep(page, "plan-light");
  });

  it("has a group of columns a stage of a staged update, and shows what is held", async () => {
    const { page, complaints } = await browser.open(planPage(stagedShop()), window);
    expect(await heads(page)).to.deep.equal(["eu-west", "us-east", "ap-south"]);
    expect(await texts(page, "tr.stages th")).to.deep.equal(["Stage", "canary", "main", "rest"]);
    const held = `[...document.querySelectorAll("td:has(.held)")].map((e) => e.dataset.cluster)`;
    expect(new Set((await ask(page, held)) as string[])).to.deep.equal(new Set(["us-east"]));
    await page.click('td[data-cluster="us-east"][data-urn$="FederatedDeployment::web"]');
    expect(await shown(page)).to.include('stage "canary" is not passed');
    await page.keyboard.press("Escape");
    expect(complaints).to.deep.equal([]);
    await keep(page, "plan-staged");
  });

  it("filters by object, cluster, label and action", async () => {
    const { page } = await browser.open(planPage(wideFleet()), window);
    await page.type("#object", "deployment");
    expect(await rows(page)).to.deep.equal(["Deployment apps/api", "Deployment apps/worker"]);
    await page.type("#label", "region=eu,tier=dev");
    expect(await heads(page)).to.deep.equal(["eu-16", "eu-17", "eu-18", "eu-19", "eu-20"]);
    await page.type("#cluster", "20");
    expect(await heads(page)).to.deep.equal(["eu-20"]);
    await page.click('.totals button[data-action="update"]');
    expect(await rows(page)).to.deep.equal(["Deployment apps/api"]);
    expect(await ask(page, `document.querySelector("#shown").textContent`)).to.equal(
      "1 of 40 objects, 1 of 60 clusters",
    );
  });

  it("shows a cell's manifest, changes and reasons on a click, in the dark", async () => {
    const { page, complaints } = await browser.open(planPage(smallShop()), {
      ...window,
      scheme: "dark",
    });
    await page.click('td[data-cluster="us-east"][data-urn$="FederatedDeployment::web"]');
    const detail = await shown(page);
    expect(detail).to.include("6 of 12: weight 2 of 4 asks for 6");
    expect(detail).to.include("spec.replicas").and.include("nginx:1.30").and.include("image:");
    expect(complaints).to.deep.equal([]);
    await keep(page, "plan-dark");
  });

  it("can be read with the keyboard alone", async () => {
    const { page } = await browser.open(planPage(smallShop()), window);
    await page.focus("td");
    for (const key of ["ArrowDown", "ArrowRight", "Enter"] as const) await page.keyboard.press(key);
    expect(await shown(page))
      .to.include("ConfigMap shop/settings")
      .and.include("bonjour");
    await page.keyboard.press("Escape");
    expect(await shown(page)).to.equal("");
    const focused = await ask(page, `document.activeElement.getAttribute("aria-label")`);
    expect(focused).to.equal("ConfigMap shop/settings on eu-west: to update");
  });

  it("stays readable with sixty clusters", async () => {
    const { page, complaints } = await browser.open(planPage(wideFleet()), {
      ...window,
      width: 1600,
    });
    expect(await heads(page)).to.have.length(60);
    expect(complaints).to.deep.equal([]);
    await keep(page, "plan-60");
  });

  it("shows text of a plan as text", async () => {
    const evil = "</script><img src=x onerror=document.title='taken'>";
    const plan = smallShop();
    const { page } = await browser.open(
      planPage({ ...plan, objects: plan.objects.map((row) => ({ ...row, name: evil })) }),
      window,
    );
    expect(await page.title()).to.equal("Plan of shop/dev");
    expect(await page.$$("img")).to.have.length(0);
  });
});
