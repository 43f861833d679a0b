import { expect } from "chai";
import type { FleetStatus, StatusCell } from "../../../provider/report/status/fleetStatus";
import { imagesOf } from "../../../provider/report/status/images";
import { renderImages } from "../../../provider/report/status/renderImages";
import { plain } from "../../../provider/report/text/paint";
import { deepFreeze } from "../../support/deepFreeze";

const pod = (image: unknown) => ({ containers: [{ name: "web", image }] });
const deployment = (image: unknown) => ({
  kind: "Deployment",
  spec: { template: { spec: pod(image) } },
});
const secret = (value: unknown): object => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

describe("the images of an object", () => {
  const web = [{ container: "web", image: "a:1" }];
  const rows = [
    { name: "a Deployment", live: deployment("a:1"), images: web },
    { name: "a Pod", live: { kind: "Pod", spec: pod("a:1") }, images: web },
    {
      name: "a CronJob",
      live: { spec: { jobTemplate: { spec: { template: { spec: pod("a:1") } } } } },
      images: web,
    },
    {
      name: "what has containers that only begin",
      live: { spec: { initContainers: [{ name: "init", image: "b:2" }], ...pod("a:1") } },
      images: [{ container: "init", image: "b:2" }, ...web],
    },
    { name: "a ConfigMap", live: { kind: "ConfigMap", data: { image: "a:1" } }, images: [] },
    { name: "nothing", live: undefined, images: [] },
    {
      name: "what would obey",
      live: deployment("a\u001b[2J"),
      images: [{ container: "web", image: "a\\u001b[2J" }],
    },
  ];
  for (const { name, live, images } of rows) {
    it(`are found in ${name}`, () => {
      expect(imagesOf(deepFreeze({ live, inputs: {} }))).to.deep.equal(images);
    });
  }

  const hidden = [
    { name: "an image", inputs: deployment(secret("a:1")) },
    { name: "a whole template", inputs: { spec: secret({ template: { spec: pod("a:1") } }) } },
  ];
  for (const { name, inputs } of hidden) {
    it(`stay secret where the program keeps ${name} secret`, () => {
      expect(imagesOf({ live: deployment("a:1"), inputs })).to.deep.equal([
        { container: "web", image: "[secret]" },
      ]);
    });
  }

  it("are shown beside other values that are secret", () => {
    const inputs = {
      spec: {
        template: { spec: { containers: [{ name: "web", image: "a:1", env: secret([]) }] } },
      },
    };
    expect(imagesOf({ live: deployment("a:2"), inputs })[0]?.image).to.equal("a:2");
  });
});

describe("which image runs where", () => {
  const cell = (cluster: string, image?: string): StatusCell => ({
    cluster,
    conditions: [],
    loadBalancer: [],
    health: image === undefined ? "unknown" : "healthy",
    images: image === undefined ? [] : [{ container: "web", image }],
    problems: [],
    drift: [],
  });
  const statusOf = (cells: StatusCell[], failure?: string): FleetStatus => ({
    format: "kubefed-status",
    version: 1,
    clusters: [
      { name: "ap" },
      { name: "eu" },
      failure === undefined ? { name: "us" } : { name: "us", failure },
    ],
    objects: [
      {
        title: "Deployment shop/web",
        rolledUp: { clusters: {}, conditions: [], loadBalancer: [] },
        cells,
      },
    ],
    isHealthy: true,
  });
  const lines = (status: FleetStatus, width = 100) =>
    renderImages(status, { width, paint: plain }).split("\n");

  it("is a matrix that marks what differs", () => {
    expect(lines(statusOf([cell("ap", "a:1"), cell("eu", "a:2")]))).to.deep.equal([
      "                           ap   eu   us",
      "≠ Deployment shop/web web  a:1  a:2  ·",
      "",
      "1 container on 3 clusters: 1 with different images",
      "",
    ]);
  });

  it("does not differ by where an object is not, and by who gives no answer", () => {
    expect(lines(statusOf([cell("ap", "a:1"), cell("us")], "it refused"))).to.deep.equal([
      "                           ap   eu  us",
      "  Deployment shop/web web  a:1  ·   ?",
      "",
      "? us: it refused",
      "1 container on 3 clusters: the same image everywhere",
      "",
    ]);
  });

  it("is a list of clusters for each image where they do not fit the line", () => {
    const cells = [cell("ap", "a:1"), cell("eu", "a:2"), cell("us", "a:1")];
    expect(lines(statusOf(cells), 30)).to.deep.equal([
      "≠ Deployment shop/web web",
      "    a:1 on 2 clusters: ap, us",
      "    a:2 on 1 cluster: eu",
      "",
      "1 container on 3 clusters: 1 with different images",
      "",
    ]);
  });

  it("is nothing where nothing runs pods", () => {
    expect(lines({ ...statusOf([]), objects: [] })[0]).to.equal(
      "nothing that runs pods is deployed",
    );
  });
});
