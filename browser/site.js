// The running debitor that is looked at, as internal/e2e/browser tells of it,
// and a browser to look with.
const fs = require("node:fs");
const path = require("node:path");
const { chromium } = require("playwright-core");

// The site: its address, the password of all its people, its day, its routes.
const site = JSON.parse(fs.readFileSync(process.env.DEBITOR_SITE, "utf8"));

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const launch = () => chromium.launch({ executablePath: site.chromium, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });

// open is a browser of its own for somebody who is not signed in. What goes
// wrong in its script fails the test that looks at page.wrong.
async function open(browser, options = {}) {
	const context = await browser.newContext({ baseURL: site.address, locale: "ru-RU", viewport: { width: 1280, height: 860 }, ...options });
	const page = await context.newPage();
	page.setDefaultTimeout(20_000);
	page.wrong = [];
	// A form that is not accepted is answered by 422, which browsers tell of.
	page.on("console", (m) => m.type() === "error" && !/status of (403|422)/.test(m.text()) && page.wrong.push(`console: ${m.text()}`));
	page.on("pageerror", (e) => page.wrong.push(`script: ${e.message}`));
	return page;
}

// signIn opens a browser of its own for a person, signed in.
async function signIn(browser, role, options) {
	const page = await open(browser, options);
	await page.goto("/sign-in");
	await page.fill("#f-name", `${role}@demo.example`);
	await page.fill("#f-password", site.password);
	await send(page, "button.primary");
	await page.waitForURL(/\/today/);
	return page;
}

// send presses what leads to another page, and waits for that.
async function send(page, button) {
	const pressed = typeof button === "string" ? page.locator(button).first() : button;
	await Promise.all([page.waitForEvent("load"), pressed.click()]);
}

// visit opens a page of the company.
const visit = (page, address) => page.goto(address.startsWith(site.company) ? address : site.company + address);

// fill fills in fields of the form, by their names; a choice of one is chosen.
async function fill(page, fields) {
	for (const [name, value] of Object.entries(fields)) {
		const field = page.locator(`main [name="${name}"]:not([type=hidden])`).first();
		const kind = await field.evaluate((e) => (e.tagName === "SELECT" ? "select" : e.type));
		if (kind === "select") await field.selectOption(value);
		else if (kind === "radio" || kind === "checkbox") await page.locator(`main [name="${name}"][value="${value}"]`).check();
		else if (kind === "file") await field.setInputFiles(value);
		else await field.fill(value);
	}
}

// days is a day so many after another.
function days(day, n) {
	const d = new Date(day + "T00:00:00Z");
	d.setUTCDate(d.getUTCDate() + n);
	return d.toISOString().slice(0, 10);
}

// speak gives the person of a page a language.
async function speak(page, language) {
	await visit(page, "/me");
	await page.selectOption("#f-language", language);
	await send(page, "form:has(#f-language) button.primary");
	const lang = await page.getAttribute("html", "lang");
	if (lang !== language) throw new Error(`the pages stay in ${lang}, not ${language}`);
}

// overflow is what is wider than the window, as a list of faults.
async function overflow(page) {
	const wide = await page.evaluate(() => {
		const edge = innerWidth;
		if (document.documentElement.scrollWidth <= edge) return null;
		const out = [...document.body.querySelectorAll("*")].find((e) => e.getBoundingClientRect().right > edge + 1);
		return `${document.documentElement.scrollWidth} px in ${edge}: ${out?.outerHTML.slice(0, 160)}`;
	});
	return wide ? [`is wider than its window: ${wide}`] : [];
}

// barriers are what axe finds that keeps people out; of is which rules, by tag or
// by name.
async function barriers(page, of = { type: "tag", values: rules }) {
	const found = [];
	await page.evaluate(axe);
	const { violations } = await page.evaluate((runOnly) => window.axe.run({ runOnly, resultTypes: ["violations"] }), of);
	for (const v of violations) {
		for (const node of v.nodes.slice(0, 2)) found.push(`axe ${v.id}: ${node.html.slice(0, 160)} — ${node.failureSummary.split("\n")[1]?.trim()}`);
	}
	return found;
}

// A page is loaded once in each language, and made narrow then. Axe reads it
// whole once; the other theme can only change its colours.
const sights = [
	{ language: "ru", colorScheme: "light" },
	{ language: "de", colorScheme: "dark", rules: { type: "rule", values: ["color-contrast"] } },
];
const widths = [{ width: 1440, height: 900 }, { width: 390, height: 844 }];

// look shows a page in one sight and says what is wrong with it.
async function look(page, address, sight, name) {
	const wrong = [];
	page.wrong.length = 0;
	await page.emulateMedia({ colorScheme: sight.colorScheme });
	await page.setViewportSize(widths[0]);
	await page.goto(address, { waitUntil: "load" });
	wrong.push(...(await barriers(page, sight.rules)));
	for (const size of widths) {
		await page.setViewportSize(size);
		wrong.push(...(await overflow(page)));
		if (process.env.DEBITOR_SIGHTS) {
			await page.screenshot({ path: path.join(process.env.DEBITOR_SIGHTS, `${name}-${size.width}.png`), fullPage: true });
		}
	}
	return [...wrong, ...page.wrong].map((w) => `${sight.language} ${sight.colorScheme} ${address}: ${w}`);
}

// looked shows pages in every sight, each under the name of its picture.
async function looked(page, pages) {
	const wrong = [];
	for (const sight of sights) {
		await speak(page, sight.language);
		for (const [name, address] of Object.entries(pages)) {
			wrong.push(...(await look(page, address.startsWith(site.company) ? address : site.company + address, sight, `${name}-${sight.language}`)));
		}
	}
	await speak(page, "ru");
	await page.emulateMedia({ colorScheme: "light" });
	clean(wrong);
}

// clean fails a test with what is wrong, without the way there.
function clean(wrong) {
	if (wrong.length === 0) return;
	const failure = new Error(wrong.join("\n"));
	failure.stack = failure.message;
	throw failure;
}

// picture draws what stands in the window for the manual, if it is wanted.
async function picture(page, name) {
	if (!process.env.DEBITOR_PICTURES) return;
	await page.evaluate(() => { document.activeElement?.blur(); document.querySelector(".notice[role=status]")?.scrollIntoView(); scrollTo(0, 0); });
	await page.screenshot({ path: path.join(process.env.DEBITOR_PICTURES, `web-${name}.png`) });
}

// The steps of a run that has been applied, on its page.

// ended waits until nobody's run works any more, and shows what it wrote.
async function ended(page) {
	for (let i = 0; i < 60; i++) {
		await page.goto(page.url().split("?")[0]);
		if ((await page.locator("#progress").count()) === 0) break;
		await page.waitForTimeout(300);
	}
	if ((await page.locator('form[action$="/apply"]').count()) > 0) throw new Error("a run that was applied is offered again");
	await page.goto(page.url().split("?")[0] + "?view=letters");
	if ((await page.locator("main [name=row]").count()) === 0) throw new Error("the run wrote no letters: " + (await page.locator("main").innerText()).slice(0, 800));
}

// printed fetches the print job as the printer gets it.
async function printed(page) {
	const job = await page.request.get(page.url().split("?")[0] + "/papers/letters.pdf");
	const bytes = await job.body();
	if (bytes.subarray(0, 5).toString() !== "%PDF-") throw new Error(`the print job is answered by ${job.status()} and ${bytes.subarray(0, 40)}`);
}

// posted marks all letters of the page as brought to the post office.
async function posted(page, on) {
	const rows = page.locator("main tbody [name=row]");
	for (let i = 0; i < (await rows.count()); i++) await rows.nth(i).check();
	await fill(page, { state: "posted", on });
	await send(page, 'form[action$="/marks"] button.primary');
	await page.goto(page.url().split("?")[0] + "?view=letters&state=post:posted");
	if ((await page.locator("main tbody .badge.good").count()) === 0) throw new Error("no letter is posted");
}

// What a test leaves for one that runs on a later day.
const memory = path.join(path.dirname(process.env.DEBITOR_SITE), "memory.json");
const remember = (what) => fs.writeFileSync(memory, JSON.stringify(what));
const recall = () => JSON.parse(fs.readFileSync(memory, "utf8"));

module.exports = { site, launch, open, signIn, send, visit, fill, days, speak, sights, look, looked, overflow, barriers, clean, picture, ended, printed, posted, remember, recall };
