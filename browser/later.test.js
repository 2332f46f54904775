// What became of a promise, on the run day after the one it was given on.
const test = require("node:test");
const assert = require("node:assert/strict");
const { site, launch, signIn, send, visit, fill, looked, clean, recall } = require("./site.js");

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

// Nobody has taken Thursday's statement in.
test("where letters are decided it is said which statements are missing", async (t) => {
	const browser = await launch();
	t.after(() => browser.close());
	const page = await signIn(browser, "head-of-sales");
	const run = `${site.company}/runs/${site.day}`, today = `${site.company}/today`, letters = `${site.company}/letters`, accounts = `${site.company}/cash/accounts?on=${site.day}`;
	const waits = page.locator(`main .notice a[href="${accounts}"]`);
	for (const address of [run, today, letters]) {
		await visit(page, address);
		assert.ok(await waits.isVisible(), `${address} does not say that letters wait`);
	}
	await visit(page, run);
	page.once("dialog", (d) => d.accept());
	await send(page, 'form[action$="/apply"] button');
	assert.ok(page.url().endsWith(accounts), `who applies without statements is led to ${page.url()}`);
	await visit(page, run);
	assert.ok((await page.locator('form[action$="/apply"]').count()) > 0, "the run was applied although a statement is missing");
	await looked(page, { "run-stale": run, "today-stale": today, "letters-stale": letters, "accounts-stale": accounts });
	await visit(page, accounts);
	await fill(page, { reason: "Банк сегодня закрыт" });
	await send(page, 'main button[value="waive"]');
	await visit(page, run);
	assert.equal(await waits.count(), 0, "letters wait although somebody has signed for them");
	clean(page.wrong);
});
