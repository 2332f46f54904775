// A day in the sample company, as its people walk through it.
const test = require("node:test");
const assert = require("node:assert/strict");
const fs = require("node:fs");
const { site, launch, signIn, send, visit, fill, days, speak, looked, overflow, barriers, clean, picture, ended, printed, posted, remember, recall } = require("./site.js");

// debtors are the pages of customers who are overdue in a currency, the most
// first.
async function debtors(page, currency) {
	await visit(page, "/customers");
	return page.locator(`main tbody tr:has-text("${currency}") a[href^="${site.company}/customers/"]`).evaluateAll((all) => all.map((a) => a.getAttribute("href")));
}

// becomes loads a page until something is true of it: the figures of a run are
// made again behind it.
async function becomes(page, address, is, what) {
	for (let i = 0; i < 40; i++) {
		await visit(page, address);
		if (await is()) return;
		const again = page.locator('main a[href*="fresh="]').first();
		if ((await again.count()) > 0) await send(page, again);
		else await page.waitForTimeout(500);
	}
	assert.fail(what);
}

test("a day in the sample company", async (t) => {
	const browser = await launch();
	t.after(() => browser.close());
	const manager = await signIn(browser, "sales-manager");
	const head = await signIn(browser, "head-of-sales");
	const [first] = await debtors(manager, "RUB"), [second, third, fourth] = await debtors(manager, "BYN");

	await t.test("Today is gone through by keys", async () => {
		await visit(manager, "/today?show=all");
		await picture(manager, "today-ru");
		const rows = manager.locator("[data-keys] tbody tr");
		const before = await rows.count();
		assert.ok(before > 3, `only ${before} tasks`);
		const focused = () => manager.evaluate(() => [...document.querySelectorAll("[data-keys] tbody tr")].indexOf(document.activeElement.closest("tr")));
		await manager.keyboard.press("j");
		assert.equal(await focused(), 0);
		await manager.keyboard.press("j");
		assert.equal(await focused(), 1);
		await manager.keyboard.press("k");
		assert.equal(await focused(), 0);
		await Promise.all([manager.waitForEvent("load"), manager.keyboard.press("o")]);
		assert.match(manager.url(), /\/tasks\//);
		const opened = new URL(manager.url()).pathname;
		await visit(manager, "/today?show=all");
		await manager.keyboard.press("j");
		await Promise.all([manager.waitForEvent("load"), manager.keyboard.press("s")]);
		await visit(manager, "/today?show=all");
		assert.equal(await manager.locator(`main a[href="${opened}"]`).count(), 0, "what was put off is still there");
		const next = await rows.first().locator("a").first().getAttribute("href");
		await manager.keyboard.press("j");
		await Promise.all([manager.waitForEvent("load"), manager.keyboard.press("d")]);
		await visit(manager, "/today?show=all");
		assert.equal(await manager.locator(`main a[href="${next}"]`).count(), 0, "what was done is still there");
	});

	await t.test("a call ends in a promise", async () => {
		await visit(manager, first);
		await picture(manager, "customer-ru");
		await send(manager, `main a[href="${first}/call"]`);
		await send(manager, "main form button.primary");
		assert.equal(await manager.locator(".wrong, fieldset .error").count() > 0, true, "a call was closed without an outcome");
		await visit(manager, first + "/call");
		const until = days(site.day, 1);
		await fill(manager, { outcome: "promise", until, objection: "low-turnover", tactic: "court", note: "Обещает после поступления выручки", next: days(site.day, 2) });
		await manager.locator("main details summary").nth(3).click();
		await picture(manager, "promise");
		await send(manager, "main form button.primary");
		await visit(manager, first);
		const promise = await manager.locator(`main a[href^="${site.company}/promises/"]`).first().getAttribute("href");
		await visit(manager, promise);
		assert.equal(await manager.locator("main .badge.bad").count(), 0, "a promise for tomorrow is not broken");
		remember({ customer: first, promise, pages: [first, fourth] });
	});

	await t.test("a paper is shown, and a red flag raised", async () => {
		await visit(manager, first + "/card");
		await send(manager, `main a[href^="${first}/papers/"]`);
		await fill(manager, { dated: days(site.day, -3), number: "118" });
		await send(manager, "main form button.primary");
		assert.equal(await manager.locator(`main a[href^="${first}/papers/"][href$="/remove"]`).count(), 1, "nothing leads to taking the paper back");
		await visit(manager, first + "/check");
		await fill(manager, { flag: "other-sign", note: "Склад закрыт, телефон не отвечает" });
		await send(manager, "main form button.primary");
		await visit(manager, first);
		assert.equal(await manager.locator(`main a[href^="${first}/flags/"]`).count(), 1, "the red flag is not on his page");
	});

	await t.test("a dispute goes from the customer's page to the chart of causes", async () => {
		await visit(manager, second);
		await send(manager, `main a[href="${second}/dispute"]`);
		await send(manager, "main form button.primary");
		assert.ok(await manager.locator(".problem[role=alert]").isVisible(), "a dispute without a reason was taken");
		await fill(manager, { reason: "quantity", complaint: "Недовезли два поддона", product: "Мука высшего сорта" });
		await manager.locator("main [name=invoice]").first().check();
		await send(manager, "main form button.primary");
		const dispute = new URL(manager.url()).pathname;
		assert.match(dispute, /\/disputes\/\d+$/);
		const claims = await signIn(browser, "claims");
		await visit(claims, dispute);
		await picture(claims, "dispute");
		const form = (act) => claims.locator(`form[action$="${act}"]`);
		await form("/answer").locator("textarea").fill("Проверили накладную: двух поддонов нет");
		await send(claims, form("/answer").locator("button.primary"));
		await form("/settle").locator("[name=outcome][value=credit]").check();
		await form("/settle").locator("[name=decision]").fill("Склад подтвердил недостачу");
		await send(claims, form("/settle").locator("button.primary"));
		const cause = "Погрузка без пересчёта";
		await form("/cause").locator("[name=cause]").fill(cause);
		await form("/cause").locator("[name=action]").fill("Второй человек считает поддоны");
		await form("/cause").locator("[name=due]").fill(days(site.day, 14));
		await send(claims, form("/cause").locator("button.primary"));
		assert.ok((await claims.locator("main").innerText()).includes(cause), "the cause is not kept");
		const head = await signIn(browser, "head-of-control");
		await visit(head, "/disputes/causes?by=cause");
		await head.waitForSelector("[data-chart] svg");
		await picture(head, "causes");
		const drawn = await head.locator("[data-chart]").evaluateAll((all) => all.map((e) => e.dataset.chart).join());
		assert.ok(drawn.includes(cause), "the cause is in no chart");
		clean([...claims.wrong, ...head.wrong]);
	});

	await t.test("the wrong role is refused, the right one approves", async () => {
		await visit(manager, third + "/lift");
		const lift = { amount: "100", until: days(site.day, 3), reason: "Постоянный клиент, деньги в пути" };
		await fill(manager, lift);
		await send(manager, "main form button.primary");
		assert.ok(await manager.locator(".problem[role=alert]").isVisible(), "a sales manager lifted a hold");
		assert.equal(await manager.inputValue("[name=reason]"), lift.reason, "what was typed is lost");
		await visit(manager, third + "/ask");
		await send(manager, 'main a[href*="kind=lift-hold"]');
		await fill(manager, lift);
		await send(manager, "main form button.primary");
		const request = new URL(manager.url()).pathname;
		assert.match(request, /\/approvals\/\d+$/);
		const wrong = await signIn(browser, "accountant");
		await visit(wrong, request);
		assert.equal(await wrong.locator("main [name=vote]").count(), 0, "the accountant is offered to decide");
		const answer = await wrong.request.post(request + "/decide", { form: { vote: "approve", reason: "можно" }, headers: { Origin: site.address }, maxRedirects: 0 });
		assert.ok([403, 422].includes(answer.status()), `the accountant's word is answered by ${answer.status()}`);
		await visit(head, request);
		await picture(head, "approval");
		await fill(head, { reason: "Под мою ответственность" });
		await send(head, "main [name=vote][value=approve]");
		assert.equal(await head.locator("main [name=vote]").count(), 0, "it is still to be decided");
		assert.equal(await head.locator("main tbody tr").count(), 1, "the word is not kept");
		await visit(manager, third);
		assert.equal(await manager.locator(`main a[href="${third}/lift"]`).count(), 0, "the hold is not lifted");
	});

	await t.test("the week's overdue documents get their words", async () => {
		await visit(manager, "/weekly");
		const red = manager.locator("main tbody tr.bad"), kinds = manager.locator("main tbody select");
		const before = await red.count();
		assert.ok(before > 3, `only ${before} documents have no answer`);
		const [paid, other] = [await kinds.nth(0).getAttribute("name"), await kinds.nth(1).getAttribute("name")];
		const comment = (of) => of.replace("kind-", "comment-");
		await fill(manager, { [paid]: "paid-waiting", [comment(paid)]: "Платёжное поручение № 118", [other]: "other" });
		await send(manager, "main form.weekly button.primary");
		assert.ok(await manager.locator(".error").count() > 0, "“other” without a word was taken");
		assert.equal(await manager.inputValue(`[name="${comment(paid)}"]`), "Платёжное поручение № 118");
		await fill(manager, { [comment(other)]: "Директор в отпуске до понедельника" });
		await send(manager, "main form.weekly button.primary");
		assert.ok(await red.count() <= before - 2, "answered documents are still red");
		await picture(manager, "weekly");
		await visit(head, "/weekly");
		const control = await signIn(browser, "finance-control");
		await visit(control, "/weekly");
		assert.ok(await control.locator("main tbody tr.bad").count() > 0);
		clean(control.wrong);
	});

	await t.test("what came in at the bank is decided by keys, by hand, and taken back", async () => {
		const clerk = await signIn(browser, "accountant");
		await visit(clerk, "/cash");
		await picture(clerk, "cash");
		const rows = clerk.locator("[data-keys] tbody tr"), before = await rows.count();
		const sure = rows.filter({ has: clerk.locator("form [data-key=d]") }).first();
		const entry = await sure.locator('a[href*="/cash/entries/"]').first().getAttribute("href");
		await sure.locator("a").first().focus();
		await Promise.all([clerk.waitForEvent("load"), clerk.keyboard.press("d")]);
		assert.match(clerk.url(), /\/cash$/);
		assert.equal(await rows.count(), before - 1, "what was decided still waits");
		const unknown = rows.filter({ hasNot: clerk.locator("form [data-key=d]") }).first();
		await unknown.locator("a").first().focus();
		await Promise.all([clerk.waitForEvent("load"), clerk.keyboard.press("s")]);
		assert.match(clerk.url(), /\/cash\/entries\//);
		await fill(clerk, { customer: second.split("/").at(-1) });
		await send(clerk, "main [name=look]");
		await clerk.locator('main [name^="pay-"]').first().waitFor();
		await picture(clerk, "cash-entry");
		await visit(clerk, entry);
		await fill(clerk, { reason: "Платёж другого клиента" });
		await send(clerk, 'form[action$="/undo"] button');
		assert.equal(await rows.count(), before, "what was taken back does not wait");
		const unread = await rows.filter({ hasNot: clerk.locator("form [data-key=d]") }).first().locator("a").first().getAttribute("href");
		await visit(clerk, "/cash?view=booked");
		const booked = await rows.first().locator("a").first().getAttribute("href");
		await looked(clerk, {
			"cash-decide": "/cash", "cash-day": "/cash?view=day", "cash-booked": "/cash?view=booked", "cash-aside": "/cash?view=aside", "cash-accounts": "/cash/accounts",
			"cash-entry-taken-back": entry, "cash-entry-unknown": unread, "cash-entry-by-hand": `${unread}?customer=${second.split("/").at(-1)}`, "cash-entry-booked": booked,
		});
		await visit(clerk, "/cash");
		await send(clerk, `main a[href="${site.company}/cash/accounts"]`);
		clean(clerk.wrong);
	});

	await t.test("money to decide holds a customer's letter; decided, the letter is gone", async () => {
		const run = `/runs/${site.day}`, clerk = await signIn(browser, "accountant");
		await visit(head, run);
		const step = await head.locator('main a[href*="step=warning"]:not([href*="/action?"])').first().getAttribute("href");
		await visit(head, step);
		// Who gets one letter: his money settles nothing in another currency.
		const letters = await head.locator('main a[href*="/action?"]').evaluateAll((all) => all.map((a) => Object.fromEntries(new URL(a.href).searchParams)));
		const code = letters.findLast((l) => l.currency === "BYN" && letters.filter((o) => o.customer === l.customer).length === 1).customer;
		const his = head.locator(`main a[href*="/action?"][href*="customer=${code}"]`);
		const [year, month, day] = site.day.split("-"), on = `${day}.${month}.${year}`;
		await visit(clerk, `/customers/${code}`);
		const name = await clerk.locator("main h1").first().innerText();
		await visit(clerk, "/cash/accounts");
		const account = (await clerk.locator("main tbody").first().innerText()).match(/BY\w{26}/)[0];
		const statement = ["1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=UTF-8", `ДатаНачала=${on}`, `ДатаКонца=${on}`, `РасчСчет=${account}`,
			"СекцияДокумент=Платежное поручение", "Номер=77", `Дата=${on}`, "Сумма=99999.99", `ДатаПоступило=${on}`, "ПлательщикСчет=BY20OLMP31350000001000000933",
			`Плательщик1=${name}`, `ПолучательСчет=${account}`, "НазначениеПлатежа=За товар", "КонецДокумента", "КонецФайла", ""].join("\r\n");
		await visit(clerk, "/cash");
		await fill(clerk, { files: { name: "kl_to_1c.txt", mimeType: "text/plain", buffer: Buffer.from(statement) } });
		await send(clerk, 'form[enctype="multipart/form-data"] button');
		await clerk.locator('form[action$="/take"] button').waitFor();
		await send(clerk, 'form[action$="/take"] button');
		await clerk.locator(`main a[href="${site.company}/cash"]`).first().waitFor();

		const told = async () => (await head.locator("main").innerText()).includes(name);
		await becomes(head, step, async () => (await his.count()) === 0, `the letter to ${name} would go while his money waits`);
		await becomes(head, `${run}?blocker=bank.undecided&view=blocked`, told, "nothing says that his letter waits for the money");

		await visit(clerk, "/cash");
		const row = clerk.locator("[data-keys] tbody tr", { hasText: name }).first();
		const entry = await row.locator('a[href*="/cash/entries/"]').first().getAttribute("href");
		await send(clerk, row.locator("form button"));
		await becomes(head, `${run}?blocker=bank.undecided&view=blocked`, async () => !(await told()), "the decision is not seen");
		await becomes(head, step, async () => (await his.count()) === 0, `${name} (${code}) is written to although he has paid`);
		await visit(clerk, entry);
		await fill(clerk, { reason: "Деньги другого клиента" });
		await send(clerk, 'form[action$="/undo"] button');
		await visit(clerk, entry);
		await fill(clerk, { reason: "Заём" });
		await send(clerk, 'form[action$="/aside"] button');
		await becomes(head, step, async () => (await his.count()) > 0, "his letter does not come back with his debts");
		clean(clerk.wrong);
	});

	await t.test("what the sample company has nothing of is made", async () => {
		await visit(manager, fourth + "/attachments");
		await fill(manager, { file: { name: "act.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF\n") }, about: "Акт сверки" });
		await send(manager, "main form button.primary");
		await visit(head, fourth + "/suspend");
		await fill(head, { reason: "Идут переговоры", until: days(site.day, 20) });
		await send(head, "main form button.primary");
		assert.ok(await head.locator(`main a[href*="${fourth}/resume"]`).first().isVisible(), "nothing says that he is left alone");
		await visit(head, fourth + "/limits/secure");
		await fill(head, { kind: "surety", amount: "300", document: "Поручительство № 4", reason: "Отвечает учредитель" });
		await send(head, "main form button.primary");
		assert.equal(await head.locator(`main a[href^="${fourth}/limits/"][href$="/end"]`).count(), 1, "nothing leads to ending the surety");
		const admin = await signIn(browser, "admin");
		await visit(admin, fourth);
		const edits = admin.locator(`main a[href*="/contacts/edit"][href*="name="]`);
		for (const edit of await edits.evaluateAll((all) => all.map((a) => a.getAttribute("href")))) {
			await visit(admin, edit);
			const wrong = admin.locator('form[action$="/contacts/wrong"]');
			if ((await wrong.locator("[name=what] option[value=email]").count()) === 0) continue;
			await wrong.locator("[name=what]").selectOption("email");
			await wrong.locator("[name=reason]").fill("Письма возвращаются");
			await send(admin, wrong.locator("button").last());
			break;
		}
		await visit(admin, "/settings/imports");
		await fill(admin, { files: { name: "customers.csv", mimeType: "text/csv", buffer: Buffer.from("customer,name\n90001,ООО «Выдумка»\n") } });
		await send(admin, "main form button.primary");
		await visit(admin, "/backtests");
		await fill(admin, { from: days(site.day, -40), to: days(site.day, -10) });
		await send(admin, "main form button.primary");
		clean(admin.wrong);
	});

	await t.test("pictures of pages that no walk ends on", async () => {
		const road = await signIn(browser, "sales-manager", { viewport: { width: 390, height: 844 } });
		await visit(road, "/route");
		await picture(road, "route");
		const admin = await signIn(browser, "admin");
		await visit(admin, "/settings/list");
		await picture(admin, "settings");
		await visit(admin, "/policies/aktivmarket/edit");
		await picture(admin, "policy");
		await speak(head, "de");
		await visit(head, "/charts");
		await head.locator("[data-chart] svg").first().waitFor();
		await picture(head, "charts-de");
		await speak(head, "ru");
		clean([...road.wrong, ...admin.wrong]);
	});

	await t.test("a whole run works with the script switched off", async () => {
		await visit(head, `/runs/${site.day}`);
		await picture(head, "run-ru");
		const plain = await signIn(browser, "head-of-sales", { javaScriptEnabled: false });
		await visit(plain, "/today");
		await send(plain, `main a[href="${site.company}/runs/${site.day}"]`);
		await send(plain, 'main a[href*="/action?"]');
		await fill(plain, { reason: "Договорились на встрече" });
		await send(plain, "main form button.primary");
		await visit(plain, `/runs/${site.day}`);
		await send(plain, 'form[action$="/apply"] button');
		await ended(plain);
		await printed(plain);
		await posted(plain, site.day);
		await send(plain, 'form[action$="/done"] button');
		clean(plain.wrong);
	});

	await t.test("acts go out to all, come back signed and come back with differences", async () => {
		const clerk = await signIn(browser, "accountant");
		await visit(clerk, "/acts");
		await send(clerk, `main a[href="${site.company}/acts/campaign"]`);
		await send(clerk, "main form button.primary");
		const campaign = clerk.url(), acts = clerk.locator(`main tbody a[href^="${site.company}/acts/"]`);
		assert.ok(await acts.count() > 3, "the campaign made no acts");
		const [paper] = await Promise.all([clerk.waitForEvent("download", { timeout: 60_000 }), clerk.locator('form[action$="/print"] button').click()]);
		assert.equal(fs.readFileSync(await paper.path()).subarray(0, 5).toString(), "%PDF-");
		await clerk.goto(campaign + "&state=sent");
		await picture(clerk, "acts");
		const owing = clerk.locator("main tbody tr", { has: clerk.locator("td.number", { hasText: /^\s*[1-9]/ }) });
		const [signed, disagreed] = await owing.locator(`a[href^="${site.company}/acts/"]`).evaluateAll((all) => all.map((a) => a.getAttribute("href")));

		await visit(clerk, signed);
		await send(clerk, `main a[href="${signed}/signed"]`);
		const paperOf = { signed_by: "Ковальчук Роман Игоревич", position: "Коммерческий директор", authority: "power" };
		await fill(clerk, paperOf);
		await send(clerk, "main form button.primary");
		assert.ok(await clerk.locator(".problem[role=alert], .error").count() > 0, "a power of attorney without number and days was taken");
		assert.equal(await clerk.inputValue("[name=signed_by]"), paperOf.signed_by, "what was typed is lost");
		await fill(clerk, { power: "17", power_from: days(site.day, -100), power_until: days(site.day, 100) });
		await send(clerk, "main form button.primary");
		assert.equal(new URL(clerk.url()).pathname, signed);
		assert.equal(await clerk.locator("main dd .badge.good").count(), 2, "an act signed with authority does not begin the limitation anew");

		await visit(clerk, disagreed);
		await send(clerk, `main a[href="${disagreed}/disagreed"]`);
		await send(clerk, "main form button.primary");
		assert.ok(await clerk.locator(".problem[role=alert], .error").count() > 0, "an act came back with differences and nobody says which");
		await fill(clerk, { note: "Нет накладной от прошлой недели" });
		await send(clerk, "main form button.primary");
		assert.equal(await clerk.locator("main dd .badge.bad").count(), 1, "the act does not stand as disagreed");
		clean(clerk.wrong);
	});

	await t.test("the customer's own act is compared line by line", async () => {
		const clerk = await signIn(browser, "accountant");
		await visit(clerk, second);
		await send(clerk, `main a[href="${second}/act"]`);
		await fill(clerk, { from: days(site.day, -300) });
		await send(clerk, "main form button.primary");
		const act = new URL(clerk.url()).pathname;
		// His books have one line with another amount, lack one, and have one that ours lack.
		const rows = (await (await clerk.request.get(act + "?format=csv")).text()).trimEnd().split(/\r?\n/).map((row) => row.split(";"));
		const lines = rows.filter((row) => /^\d+$/.test(row[0])), other = lines[0], lacking = lines.at(-1);
		assert.ok(lines.length > 5, `only ${lines.length} lines`);
		for (const side of [3, 4]) if (other[side]) other[side] = (Number(other[side]) + 1).toFixed(2);
		const strange = [...lines[1]];
		[strange[2], strange[3], strange[4]] = ["Услуга 900900", "", "77777.77"];
		const his = rows.map((row) => (row === lacking ? strange : row)).map((row) => row.join(";")).join("\r\n");
		await send(clerk, `main a[href="${act}/compare"]`);
		await fill(clerk, { file: { name: "act.csv", mimeType: "text/csv", buffer: Buffer.from(his) } });
		await send(clerk, "main form button.primary");
		await picture(clerk, "act-compared");
		const told = (tone) => clerk.locator(`main tbody .badge.${tone}`).count();
		assert.deepEqual([await told("good"), await told("bad"), await told("warn")], [lines.length - 2, 2, 1], await clerk.locator("main").innerText());
		const wrong = await barriers(clerk);
		for (const width of [1440, 390]) {
			await clerk.setViewportSize({ width, height: 900 });
			wrong.push(...(await overflow(clerk)));
		}
		clean([...wrong, ...clerk.wrong]);
	});

	await t.test("what both owe is set off by two people", async () => {
		const admin = await signIn(browser, "admin"), clerk = await signIn(browser, "accountant"), director = await signIn(browser, "finance-director");
		const code = (address) => address.split("/").at(-1);
		const list = `customer,document,date,due,payable,currency\n${code(second)},ПТ-118,${days(site.day, -60)},${days(site.day, -30)},31.50,BYN\n${code(third)},ПТ-131,${days(site.day, -50)},${days(site.day, -20)},20.00,BYN\n`;
		await visit(admin, "/settings/imports");
		await admin.locator("main form details summary").first().click();
		await fill(admin, { files: { name: "payables.csv", mimeType: "text/csv", buffer: Buffer.from(list) }, date: site.day });
		await send(admin, "main form button.primary");
		await admin.locator('form[action$="/take"] button').waitFor();
		await send(admin, 'form[action$="/take"] button');
		await admin.locator("#upload > p .badge.good").waitFor();

		for (const customer of [second, third]) {
			await visit(clerk, customer);
			await send(clerk, `main a[href^="${customer}/netting"]`);
			await send(clerk, `form[action="${customer}/netting"] button`);
		}
		assert.match(clerk.url(), /\/nettings\/\d+$/);
		await visit(director, second + "/netting");
		await send(director, `main a[href^="${site.company}/nettings/"]`);
		await send(director, 'main a[href$="/book"]');
		await fill(director, { own_by: "Директор", signed_by: "Ковальчук Роман Игоревич" });
		await send(director, "main form button.primary");
		assert.ok(await director.locator(".problem[role=alert]").isVisible(), "a netting was booked that nobody had authority to sign");
		await fill(director, { authority: "charter" });
		await send(director, "main form button.primary");
		assert.equal(await director.locator("main dd .badge.good").count(), 1, "the netting is not booked");
		remember({ ...recall(), pages: [...recall().pages, second + "/netting", third + "/netting"] });
		clean([...admin.wrong, ...clerk.wrong, ...director.wrong]);
	});
	clean([...manager.wrong, ...head.wrong]);
});
