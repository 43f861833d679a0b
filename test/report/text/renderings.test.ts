import { plain } from "../../../provider/report/text/paint";
import { renderMarkdown } from "../../../provider/report/text/renderMarkdown";
import { renderText } from "../../../provider/report/text/renderText";
import { smallShop, stagedShop, wideFleet } from "../../support/fleetPlanSamples";
import { expect } from "chai";
import { expectGolden } from "../../support/golden";
import { planPage } from "../../support/planPage";

describe("a plan for a person", () => {
  it("is a table where the clusters fit beside each other", () => {
    expectGolden("plan-3.txt", renderText(smallShop(), { width: 100, paint: plain }));
  });

  it("is a list by what happens where sixty clusters do not", () => {
    expectGolden("plan-60.txt", renderText(wideFleet(), { width: 100, paint: plain }));
  });

  it("begins with the stages of a staged update, in text and in a comment", () => {
    expectGolden("plan-staged.txt", renderText(stagedShop(), { width: 100, paint: plain }));
    expectGolden("plan-staged.md", renderMarkdown(stagedShop()));
  });

  it("keeps every line of a table within the terminal", () => {
    const table =
      renderText(smallShop(), { width: 70, paint: plain }).split("\nChanges\n")[0] ?? "";
    expect(table.split("\n").filter((line) => line.length > 70)).to.deep.equal([]);
  });

  it("is marked with what it stands for, for a terminal's colours", () => {
    const text = renderText(smallShop(), {
      width: 100,
      paint: (shade, word) => `<${shade}:${word}>`,
    });
    expect(text).to.include("<delete:- delete>").and.include("<title:Changes>");
  });

  it("is a comment on a pull request that folds what is long", () => {
    expectGolden("plan-3.md", renderMarkdown(smallShop()));
    expectGolden("plan-60.md", renderMarkdown(wideFleet()));
  });

  it("is one page without anything from elsewhere", () => {
    const page = planPage(smallShop());
    expect(page).not.to.match(/\b(src|href)=|@import|url\(|https?:/);
  });

  it("cannot become code in the page", () => {
    const plan = smallShop();
    const evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>";
    const page = planPage({ ...plan, project: evil, warnings: [{ message: evil }] });
    expect(page.match(/<\/script>/g)).to.have.length(2);
    expect(page).not.to.include("<img");
  });
});
