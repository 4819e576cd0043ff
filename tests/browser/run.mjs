// The page in headless Chromium: `npm ci && MEDGLOSS=../../target/release/medgloss npm test`.
// Ends with status 1 and a line for each claim that does not hold. SHOTS=folder keeps screenshots.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const medgloss = process.env.MEDGLOSS ?? join(here, "../../target/release/medgloss");
const folder = mkdtempSync(join(tmpdir(), "medgloss-page-"));
const shots = process.env.SHOTS;
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const failures = [];

function claim(what, holds, seen = "") {
  console.log(`${holds ? "ok  " : "FAIL"} ${what}${holds || seen === "" ? "" : `: ${JSON.stringify(seen)}`}`);
  if (!holds) failures.push(what);
}

/** How long something took; too long is said, and fails nothing, since machines differ. */
function timed(what, took, most) {
  console.log(`${took < most ? "ok  " : "SLOW"} ${what}: ${took | 0} ms, ${most} ms at most`);
}

function gloss(source, name) {
  const page = execFileSync(medgloss, ["gloss", "--format", "html", source], { maxBuffer: 1 << 30 });
  const path = join(folder, name);
  writeFileSync(path, page);
  return path;
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });

/** Opens a page in a context of its own; what it asks for and complains about is kept. */
async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: false, ...options });
  const page = await context.newPage();
  const seen = { requests: [], errors: [], dialogs: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") seen.errors.push(message.text()); });
  page.on("dialog", (dialog) => { seen.dialogs.push(dialog.message()); dialog.dismiss(); });
  await page.goto(pathToFileURL(path).href);
  return { page, seen, close: () => context.close() };
}

async function opensAlone(path) {
  const { page, seen, close } = await open(path);
  claim("asks for nothing but itself", seen.requests.length === 1, seen.requests);
  claim("no errors on opening, the policy lets its own style and script pass", seen.errors.length === 0, seen.errors);
  claim("a script in the report does not run", seen.dialogs.length === 0 && !(await page.title()).includes("broken"));
  claim("the script in the report is shown as text", (await page.locator("article").textContent()).includes("script"));
  claim("no element came from the report", (await page.locator("article img, article script, article style").count()) === 0);
  claim("every sentence is numbered", (await page.locator(".s").count()) === (await page.locator(".s .n").count()));
  await close();
}

async function toggles(path) {
  const { page, close } = await open(path);
  const visible = (selector) => page.locator(selector).first().isVisible();
  claim("romaji is shown at first", await page.locator(".i rt").first().evaluate((rt) => getComputedStyle(rt).fontSize !== "0px"));
  await page.click("#tools button[value=romaji]");
  claim("romaji can be hidden", await page.locator(".i rt").first().evaluate((rt) => getComputedStyle(rt).fontSize === "0px"));
  await page.click("#tools button[value=kana]");
  claim("kana can be shown", await page.locator(".i rt[data-k]").first().evaluate((rt) => getComputedStyle(rt, "::after").content.length > 4));
  await page.click("#tools button[value=japanese]");
  claim("Japanese can be hidden", !(await visible(".i .j")));
  claim("the English stays", await visible(".i .g"));
  claim("marks are shown at first", await visible(".e .m"));
  await page.click("#tools button[value=marks]");
  claim("marks can be hidden", !(await visible(".e .m")));
  claim("a toggle says its state", (await page.getAttribute("#tools button[value=marks]", "aria-pressed")) === "false");
  await close();
}

async function cards(path) {
  const { page, close } = await open(path);
  const card = page.locator("#card");
  const sentence = page.locator(".s", { has: page.locator("a.w:nth-of-type(3)") }).first();
  await sentence.locator(".n").focus();
  while (!(await page.evaluate(() => document.activeElement.matches("a.w")))) await page.keyboard.press("Tab");
  claim("a card opens on focus", await card.isVisible());
  const first = await card.innerText();
  await page.keyboard.press("ArrowRight");
  claim("the arrow goes to the next word", (await card.innerText()) !== first && (await card.isVisible()));
  await page.keyboard.press("Escape");
  claim("Esc closes the card and leaves the focus", !(await card.isVisible()) && (await page.evaluate(() => document.activeElement.matches("a.w"))));
  await page.keyboard.press("Enter");
  claim("Enter opens it again", await card.isVisible());
  claim("the card says where the English comes from", /entry|rule|dictionary|document|Unknown/.test(await card.innerText()), await card.innerText());
  await page.keyboard.press("Escape");
  await page.locator("a.w").nth(5).hover();
  await page.waitForTimeout(500);
  claim("a card opens on hover", await card.isVisible());
  const box = await card.boundingBox();
  claim("the card lies in the window", box.x >= 0 && box.x + box.width <= 1280, box);
  await close();

  const phone = await open(path, { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  await phone.page.locator("a.w").nth(4).tap();
  claim("a card opens on tap", await phone.page.locator("#card").isVisible());
  await phone.page.locator("h1").tap();
  claim("a tap elsewhere closes it", !(await phone.page.locator("#card").isVisible()));
  await phone.close();
}

async function links(path) {
  const { page, close } = await open(path);
  const link = page.locator("#claims ~ .t a.n").first();
  const target = await link.getAttribute("href");
  await link.click();
  claim("a row of a ledger leads to its sentence", new URL(page.url()).hash === target && (await page.locator(target).boundingBox()).y < 900, page.url());
  const broken = await page.evaluate(() => [...document.querySelectorAll("a[href^='#']")].filter((a) => !document.getElementById(a.hash.slice(1))).map((a) => a.hash));
  claim("every link leads somewhere", broken.length === 0, broken.slice(0, 5));
  const twice = await page.evaluate(() => { const ids = [...document.querySelectorAll("[id]")].map((e) => e.id); return ids.filter((id, at) => ids.indexOf(id) !== at); });
  claim("ids are unique", twice.length === 0, twice.slice(0, 5));
  await close();
}

async function withoutScript(path) {
  const { page, close } = await open(path, { javaScriptEnabled: false });
  claim("without script the toggles are not there", !(await page.locator("#tools").isVisible()));
  const word = page.locator("a.w").nth(3);
  const note = await word.getAttribute("href");
  await word.click();
  claim("without script a word leads to its note", (await page.locator(note).boundingBox()).y < 900);
  await close();
}

async function accessible(path) {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  for (const options of [{}, { colorScheme: "dark" }, { viewport: { width: 320, height: 700 } }]) {
    // axe is put in by the browser's own console, which the page's policy does not bind.
    const { page, close } = await open(path, options);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    const serious = violations.filter((one) => ["serious", "critical"].includes(one.impact));
    const shown = violations.map((one) => `${one.impact} ${one.id} ×${one.nodes.length} ${one.nodes[0].html.slice(0, 90)} ${one.nodes[0].failureSummary?.slice(0, 160)}`);
    claim(`axe finds nothing serious (${JSON.stringify(options)})`, serious.length === 0, shown);
    for (const line of shown) console.log(`     ${line}`);
    await close();
  }
}

async function narrow(path) {
  for (const width of [320, 390, 768]) {
    const { page, close } = await open(path, { viewport: { width, height: 800 } });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    claim(`no sideways scrolling at ${width} px`, wide <= 0, wide);
    await close();
  }
}

async function prints(path) {
  for (const format of ["A4", "Letter"]) {
    const { page, close } = await open(path);
    const pdf = await page.pdf({ format });
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    claim(`prints to ${format}`, pdf.length > 10_000 && pages >= 2, { bytes: pdf.length, pages });
    if (shots) writeFileSync(join(shots, `${format}.pdf`), pdf);
    await close();
  }
}

/** About 200 pages: the report over and over, its numbers changed. */
async function long(source) {
  const text = readFileSync(source, "utf8");
  const copies = Array.from({ length: 200 }, (_, at) => text.replace(/40 mg/g, `${at + 1} mg`));
  const path = join(folder, "long.md");
  writeFileSync(path, copies.join("\n"));
  const page = gloss(path, "long.html");
  const began = Date.now();
  const opened = await open(page);
  const loaded = Date.now() - began;
  timed("200 pages open", loaded, 10_000);
  const time = (act) => opened.page.evaluate(`(() => { const began = performance.now(); ${act}; document.body.offsetHeight; return performance.now() - began; })()`);
  const toggle = await time('document.querySelector("#tools button[value=romaji]").click()');
  timed("200 pages: a toggle", toggle, 1000);
  const scroll = await time("scrollTo(0, document.body.scrollHeight / 3)");
  timed("200 pages: scrolling", scroll, 500);
  const card = await time('document.querySelectorAll("a.w")[20000]?.click()');
  timed("200 pages: a card", card, 500);
  claim("200 pages: the card is shown", await opened.page.locator("#card").isVisible());
  console.log(`     200 pages are ${readFileSync(page).length >> 10} KiB`);
  await opened.close();
}

async function pictures(path) {
  const looks = { wide: {}, phone: { viewport: { width: 390, height: 1200 } }, dark: { colorScheme: "dark" }, forced: { forcedColors: "active" } };
  for (const [name, options] of Object.entries(looks)) {
    const { page, close } = await open(path, options);
    await page.locator("#text").evaluate((text) => text.scrollIntoView());
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(shots, `${name}.png`) });
    await close();
  }
}

async function validates(path) {
  const { HtmlValidate } = await import("html-validate");
  const rules = { "attr-quotes": "off", "no-implicit-close": "off", "no-inline-style": "error", "require-sri": "off", "long-title": "off" };
  const validator = new HtmlValidate({ extends: ["html-validate:standard"], rules: { ...rules, "no-redundant-role": "off", "prefer-native-element": "off", "wcag/h30": "off", "element-required-ancestor": "error", "doctype-style": "off", "void-style": "off", "no-raw-characters": "off", "close-order": "error", "tel-non-breaking": "off", "no-trailing-whitespace": "off" } });
  const report = await validator.validateString(readFileSync(path, "utf8"));
  const found = report.results.flatMap((result) => result.messages).filter((message) => message.severity === 2);
  claim("the HTML validates", found.length === 0, found.slice(0, 8).map((one) => `${one.line}:${one.column} ${one.ruleId} ${one.message}`));
}

const report = join(here, "report.md");
const page = gloss(report, "report.html");
await opensAlone(page);
await toggles(page);
await cards(page);
await links(page);
await withoutScript(page);
await accessible(page);
await narrow(page);
await prints(page);
await validates(page);
await long(report);
if (shots) await pictures(page);
await browser.close();
console.log(failures.length === 0 ? "all claims hold" : `${failures.length} claims do not hold`);
process.exit(failures.length === 0 ? 0 : 1);
