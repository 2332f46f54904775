// The running debitor that is looked at, as internal/e2e/browser tells of it,
// and a browser to look with.
const fs = require("node:fs");
const { chromium } = require("playwright-core");

// The site: its address, the password of all its people, and its routes.
const site = JSON.parse(fs.readFileSync(process.env.DEBITOR_SITE, "utf8"));

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const launch = () => chromium.launch({ executablePath: site.chromium, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });

// signIn opens a browser of its own for a person, signed in.
async function signIn(browser, role) {
	const context = await browser.newContext({ baseURL: site.address, viewport: { width: 1440, height: 900 } });
	const page = await context.newPage();
	await page.goto("/sign-in");
	await page.fill("#f-name", `${role}@demo.example`);
	await page.fill("#f-password", site.password);
	await Promise.all([page.waitForURL(/\/today/), page.press("#f-password", "Enter")]);
	return page;
}

// speak gives the person of a page a language.
async function speak(page, language) {
	await page.goto(site.company + "/me");
	await page.selectOption("#f-language", language);
	await Promise.all([page.waitForResponse((r) => r.url().endsWith("/me") && r.request().method() === "GET"), page.press("#f-full_name", "Enter")]);
	await page.goto(site.company + "/me");
	const lang = await page.getAttribute("html", "lang");
	if (lang !== language) throw new Error(`the pages stay in ${lang}, not ${language}`);
}

// faults are what is wrong with the page as it is shown: what is wider than the
// window, and what axe finds.
async function faults(page) {
	const found = [];
	const wide = await page.evaluate(() => {
		const edge = innerWidth;
		if (document.documentElement.scrollWidth <= edge) return null;
		const out = [...document.body.querySelectorAll("*")].find((e) => e.getBoundingClientRect().right > edge + 1);
		return `${document.documentElement.scrollWidth} px in ${edge}: ${out?.outerHTML.slice(0, 160)}`;
	});
	if (wide) found.push(`is wider than its window: ${wide}`);
	await page.evaluate(axe);
	const { violations } = await page.evaluate((runOnly) => window.axe.run({ runOnly }), rules);
	for (const v of violations) {
		for (const node of v.nodes.slice(0, 2)) found.push(`axe ${v.id}: ${node.html.slice(0, 160)} — ${node.failureSummary.split("\n")[1]?.trim()}`);
	}
	return found;
}

module.exports = { site, launch, signIn, speak, faults };
