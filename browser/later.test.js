// What became of a promise, on the run day after the one it was given on.
const test = require("node:test");
const assert = require("node:assert/strict");
const { site, launch, signIn, send, visit, clean, recall } = require("./site.js");

test("a promise that is not kept is seen, and the next letter goes out", async (t) => {
	const browser = await launch();
	t.after(() => browser.close());
	const { customer, promise } = recall();
	const page = await signIn(browser, "sales-manager");
	await visit(page, promise);
	assert.ok((await page.locator("main .badge.bad").count()) > 0, "the promise is not broken");
	await visit(page, "/today?show=all");
	assert.ok((await page.locator(`main a[href="${promise}"]`).count()) > 0, "Today does not tell of the broken promise");
	await visit(page, `/runs/${site.day}`);
	const actions = page.locator(`main a[href*="/action?"][href*="customer=${customer.split("/").at(-1)}"]`);
	for (const step of await page.locator('main a[href*="step="]:not([href*="/action?"])').evaluateAll((all) => [...new Set(all.map((a) => a.getAttribute("href")))])) {
		if ((await actions.count()) > 0) break;
		await visit(page, step);
	}
	assert.ok((await actions.count()) > 0, "no letter is planned for who broke his promise");
	await send(page, actions.first());
	assert.ok((await page.locator("main").innerText()).length > 100);
	clean(page.wrong);
});
