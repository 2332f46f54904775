// The first day with debitor: from the one-time link to letters that are posted.
const test = require("node:test");
const assert = require("node:assert/strict");
const { site, launch, open, send, visit, fill, days, overflow, barriers, clean, ended, printed, posted } = require("./site.js");

// What an accountant takes out of his books: made up.
const csv = (name, lines) => ({ name, mimeType: "text/csv", buffer: Buffer.from(lines.join("\n") + "\n") });
const numbers = [1, 2, 3, 4, 5];
const files = [
	csv("customers.csv", ["customer,name,language,country,email,address", ...numbers.map((n) => `K${n},ООО «Выдумка ${n}»,ru,BY,k${n}@vydumka.example,"220000, г. Минск, ул. Выдуманная, ${n}"`)]),
	csv("invoices.csv", ["invoice,customer,date,due,amount,kind,document", ...numbers.map((n) => `I${n},K${n},${days(site.day, -40)},${days(site.day, -5 - n)},${n}00.50,ТТН,АВ ${n}`)]),
	csv("payments.csv", ["payment,customer,date,amount,invoice", `P1,K5,${days(site.day, -2)},100,I5`]),
];
const password = "пять выдуманных накладных";

// looked fails where somebody could not read the page.
const looked = async (page) => clean([...(await barriers(page)), ...(await overflow(page))]);

test("from the one-time link to letters that are posted", async (t) => {
	const browser = await launch();
	t.after(() => browser.close());
	const page = await open(browser, { locale: "ru" });

	await t.test("the link opens the company, and makes its administrator", async () => {
		await page.goto(site.link);
		await looked(page);
		await fill(page, { name: "ООО «Пример»", country: "BY" });
		await send(page, "main form button.primary");
		assert.match(page.url(), /\/set-up\//);
		await looked(page);
		const used = page.url();
		await fill(page, { name: "petrova", full_name: "Выдуманная Анна Петровна", email: "petrova@primer.example", password, again: password + "!" });
		await send(page, "main form button.primary");
		assert.ok(await page.locator(".error").first().isVisible(), "two different passwords were taken");
		await fill(page, { password, again: password });
		await send(page, "main form button.primary");
		assert.match(page.url(), /\/sign-in/);
		await looked(page);
		for (const link of [site.link, used]) assert.equal((await page.request.get(link)).status(), 404, `${link} works twice`);
	});

	await t.test("who forgot the password is helped", async () => {
		await page.goto("/forgotten");
		await looked(page);
		await fill(page, { name: "petrova" });
		await send(page, "main form button.primary");
		await looked(page);
	});

	await t.test("files come in by the browser", async () => {
		await page.goto("/sign-in");
		await fill(page, { name: "petrova", password });
		await send(page, "main form button.primary");
		await page.waitForURL(/\/today/);
		await visit(page, "/settings/imports");
		await fill(page, { files });
		await send(page, "main form button.primary");
		await page.locator('form[action$="/take"] button').waitFor(); // the page asks for itself until the files are checked
		await send(page, 'form[action$="/take"] button');
		await page.locator(`main a[href="${site.company}/runs"]`).waitFor();
		await visit(page, "/customers");
		assert.equal(await page.locator(`main tbody a[href^="${site.company}/customers/K"]`).count(), numbers.length);
	});

	await t.test("a run is looked at, applied, printed and posted", async () => {
		await visit(page, `/runs/${site.day}`);
		const asked = page.waitForResponse((r) => r.url().includes("part=1"));
		await page.locator('main a[href*="/action?"]').first().hover();
		assert.equal((await asked).status(), 200);
		await page.locator("#preview :text('Выдумка')").first().waitFor();
		page.once("dialog", (d) => d.accept());
		await send(page, 'form[action$="/apply"] button');
		await ended(page);
		await looked(page);
		await printed(page);
		await posted(page, site.day);
	});

	await t.test("a link to choose another password", async () => {
		await visit(page, "/settings/users/petrova");
		await send(page, 'form[action$="/link"] button');
		const link = await page.locator("code.link").innerText();
		const other = await open(browser, { locale: "de" });
		await other.goto(link);
		await looked(other);
	});
	clean(page.wrong);
});
