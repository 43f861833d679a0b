import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch, type Browser, type Page } from "puppeteer-core";
import { type DebianPackages, ensureDebianPackages } from "./debianPackages";

const binary = "/usr/bin/chromium";
/** What it needs. */
export const browserPackages: DebianPackages = {
  tests: "the page tests",
  files: [binary],
  packages: ["chromium", "fonts-dejavu-core"],
};

/** A real browser that shows pages of ours. */
export interface TestBrowser {
  /** Opens a page from its text, as a file that somebody was sent. */
  open(html: string, view: View): Promise<OpenPage>;
  close(): Promise<void>;
}

/** A page that is shown. */
export interface OpenPage {
  readonly page: Page;
  /** What the page and the browser wrote to the console since it was opened, and failures. */
  readonly complaints: readonly string[];
}

/** How the reader's window is. */
export interface View {
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
}

/** Starts Chromium, which is installed where it is missing and we may. */
export async function startBrowser(): Promise<TestBrowser> {
  await ensureDebianPackages(browserPackages);
  const directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-page-"));
  // The sandbox needs what containers and root do not have; the pages are ours.
  const browser: Browser = await launch({ executablePath: binary, args: ["--no-sandbox"] });
  let pages = 0;
  return {
    open: async (html, { width, height, scheme }) => {
      const file = join(directory, `page-${(pages += 1)}.html`);
      writeFileSync(file, html);
      const page = await browser.newPage();
      await page.setViewport({ width, height });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("console", (message) => complaints.push(message.text()));
      await page.goto(`file://${file}`);
      await page.waitForSelector("td");
      return { page, complaints };
    },
    close: async () => {
      await browser.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
