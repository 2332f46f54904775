// The description of the API is looked at by somebody else's validator, a client
// is generated from it, and that calls every endpoint there is.
import test from "node:test";
import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Validator } from "@seriousme/openapi-schema-validator";
import { generateApi } from "swagger-typescript-api";

// What internal/e2e tells: where the API answers, the secrets of two programs,
// and a directory for the client.
const { address, chief, clerk, dir } = JSON.parse(process.env.DEBITOR_PROGRAMS);

const spec = await (await fetch(address + "/api/v1/openapi.json")).json();

// operations are the names of all endpoints of the description.
const operations = Object.values(spec.paths).flatMap((methods) => Object.values(methods).map((o) => o.operationId));

// day is so many days from today.
const day = (n) => new Date(Date.now() + n * 86400e3).toISOString().slice(0, 10);

// generated is a client of a program, whose calls are noted by name.
async function generated(secret, called) {
	await generateApi({ spec: structuredClone(spec), output: dir, fileName: "client.ts", toJS: true, silent: true });
	const { Api } = await import(pathToFileURL(path.join(dir, "client.js")));
	const api = new Api({ baseUrl: address + "/api/v1", baseApiParams: { headers: { Authorization: "Bearer " + secret, "Accept-Language": "en" }, format: "json" } });
	return async (name, ...args) => {
		const group = Object.values(api).find((g) => g && typeof g === "object" && typeof g[name] === "function");
		assert.ok(group, `the client has no ${name}`);
		called.add(name);
		try {
			return (await group[name](...args)).data;
		} catch (answer) {
			throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.error ?? answer)}`);
		}
	};
}

test("the description is OpenAPI 3.1", async () => {
	const result = await new Validator().validate(structuredClone(spec));
	assert.ok(result.valid, JSON.stringify(result.errors));
	assert.equal(spec.openapi, "3.1.0");
});

test("a generated client calls every endpoint", async () => {
	const called = new Set();
	const boss = await generated(chief, called);
	const desk = await generated(clerk, called);

	assert.equal((await boss("recordCustomers", { items: [{ customer: "1", name: "Bakery Rye", email: "rye@rye.example", address: "Minsk" }] })).new, 1);
	assert.equal((await boss("recordContracts", { items: [{ contract: "K", customer: "1", payment_days: 14, term_from: "shipment", limit_amount: "5000.00" }] })).new, 1);
	const invoices = ["A", "B"].map((invoice) => ({ invoice, customer: "1", contract: "K", date: "2026-01-12", shipped: "2026-01-12", amount: "100.00", currency: "BYN" }));
	assert.equal((await boss("recordInvoices", { items: invoices })).new, 2);
	assert.equal((await boss("recordPayments", { items: [{ payment: "P", customer: "1", date: "2026-01-20", amount: "40.00", currency: "BYN", invoice: "A" }] })).new, 1);
	assert.equal((await boss("recordEvents", { items: [{ date: "2026-01-13", kind: "handed_over", invoice: "A" }] })).new, 1);

	assert.equal((await boss("listCustomers", { limit: 1 })).items[0].name, "Bakery Rye");
	assert.equal((await boss("getCustomer", "1")).email, "rye@rye.example");
	assert.equal((await boss("listContracts", { customer: "1" })).items.length, 1);
	assert.equal((await boss("getContract", "K")).payment_days, 14);
	assert.equal((await boss("listInvoices", { state: "open" })).items.length, 2);
	assert.equal((await boss("getInvoice", "A")).open, "60.00");
	assert.equal((await boss("listPayments", {})).items[0].amount, "40.00");
	assert.equal((await boss("getPayment", "P")).unapplied, "0.00");
	assert.equal((await boss("listEvents", { kind: "handed_over" })).items.length, 1);
	assert.equal((await boss("getAging", { date: "2026-02-03" })).rows[0].total, "160.00");

	assert.equal((await boss("recordOrders", { items: [{ customer: "1", order: "O", to_ship: "30.00", date: "2026-02-01" }] })).new, 1);
	assert.equal((await boss("listOrders", { goes: "no" })).items[0].order, "O");

	const check = await boss("checkShipment", { customer: "1", amount: "10.00", date: "2026-02-03" });
	assert.equal(check.allowed, false);
	assert.equal(check.released_by_payment, "160.00");
	assert.equal((await boss("listHolds", { date: "2026-02-03" })).items[0].customer, "1");
	assert.match(await boss("stopList", { date: "2026-02-03" }, { format: "text" }), /^customer,since,reason,lifted_by\n1,/);

	assert.equal((await boss("getPlan", { date: "2026-02-03" })).steps[0].items.length, 2);
	await boss("applyRun", { date: "2026-02-03" });
	for (let tries = 0; ; tries++) {
		const run = await boss("getRun", "2026-02-03");
		if (run.letters === 1 && !run.working) break;
		assert.ok(tries < 600, JSON.stringify(run));
		await new Promise((again) => setTimeout(again, 100));
	}
	assert.equal((await boss("listRuns", {})).past[0].letters, 1);
	const [letter] = (await boss("listLetters", { customer: "1" })).items;
	assert.equal((await boss("getLetter", letter.letter)).total, "160.00");
	assert.match(await boss("getLetterFile", letter.letter, { format: "text" }), /^%PDF-/);

	assert.equal((await boss("liftHold", { customer: "1", reason: "guarantee letter 12", amount: "50.00", until: day(5) })).amount, "50.00");
	const kept = await boss("reserveShipment", { customer: "1", amount: "10.00", order: "O", hours: 2 });
	assert.equal(kept.amount, "10.00");
	assert.equal(kept.answer.allowed, true);
	assert.equal((await boss("releaseReservation", kept.reservation, { reason: "not today" })).done, true);
	assert.equal((await boss("takePromise", { customer: "1", invoices: ["A"], parts: [{ until: day(7) }], note: "after the holidays" })).recorded, 1);
	const [promise] = (await boss("listPromises", { customer: "1" })).items;
	assert.equal((await boss("getPromise", promise.promise)).promised, "60.00");
	assert.equal((await boss("withdrawPromise", promise.promise, { reason: "another customer's" })).done, true);

	const dispute = await boss("openDispute", { customer: "1", documents: [{ invoice: "B", amount: "20.00" }], reason: "faulty", complaint: "two sacks were wet" });
	assert.equal((await boss("listDisputes", { state: "open" })).items[0].number, dispute.number);
	assert.equal((await boss("getDispute", dispute.number)).amount, "20.00");
	await boss("answerDispute", dispute.number, { answer: "we look into it" });
	assert.equal((await boss("settleDispute", dispute.number, { outcome: "rejected", reason: "they were dry" })).outcome, "rejected");

	assert.deepEqual((await boss("listRestructurings", { customer: "1" })).items, []);
	await assert.rejects(boss("getRestructuring", 1), /^Error: getRestructuring: 404 /);

	const asked = await desk("askApproval", { kind: "exclude", subject: "1", until: day(10), reason: "he moves house" });
	assert.equal(asked.state, "pending");
	assert.equal((await boss("getApproval", asked.number)).asked_by, "clerk");
	assert.equal((await boss("decideApproval", asked.number, { approve: true, reason: "for ten days" })).state, "approved");
	const shown = await desk("askApproval", { kind: "exclude", subject: "1", until: day(15), reason: "he moves later" });
	assert.equal((await desk("showEvidence", shown.number, { evidence: [{ name: "order", document: "17" }] })).evidence.length, 1);
	const second = await desk("askApproval", { kind: "exclude", subject: "1", until: day(20), reason: "he still moves" });
	assert.equal((await desk("withdrawApproval", second.number)).state, "withdrawn");
	assert.equal((await boss("listApprovals", { customer: "1" })).items.length >= 2, true);

	assert.deepEqual([...called].sort(), [...operations].sort());
});
