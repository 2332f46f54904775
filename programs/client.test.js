// The description of the API is looked at by somebody else's validator, a client
// is generated from it, and that calls every endpoint there is. Each answer must be
// as the description says.
import test from "node:test";
import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import Ajv from "ajv/dist/2020.js";
import { Validator } from "@seriousme/openapi-schema-validator";
import { generateApi } from "swagger-typescript-api";

// What internal/e2e tells: where the API answers, the secrets of two programs,
// and a directory for the client.
const { address, chief, clerk, dir } = JSON.parse(process.env.DEBITOR_PROGRAMS);

const spec = await (await fetch(address + "/api/v1/openapi.json")).json();

// operations are the names of all endpoints of the description.
const operations = Object.values(spec.paths).flatMap((methods) => Object.values(methods).map((o) => o.operationId));

const schemas = new Ajv({ strict: false, validateSchema: false, validateFormats: false, allErrors: true });
schemas.addSchema(closed(structuredClone(spec)), "api");

// closed has every object of the description hold what it describes and nothing
// else, so that a field that is nowhere described is found.
function closed(part) {
	if (part && typeof part === "object") {
		if (part.type === "object" && part.properties && !("additionalProperties" in part)) part.additionalProperties = false;
		Object.values(part).forEach(closed);
	}
	return part;
}

// described is the part of the description that a call is answered by: its path and
// what it says of the answers.
function described(method, url) {
	const called = new URL(url).pathname.replace("/api/v1", "").split("/");
	for (const [template, methods] of Object.entries(spec.paths)) {
		const parts = template.split("/");
		if (parts.length === called.length && parts.every((p, i) => p === called[i] || p.startsWith("{")) && methods[method]) return { template, ...methods[method] };
	}
	assert.fail(`${method} ${url} is nowhere described`);
}

// asDescribed fails unless an answer is as the description says: of a status that it
// has, of a type that it has, and valid by its schema.
async function asDescribed(method, url, answer) {
	const { template, operationId, responses } = described(method, url);
	const status = responses[answer.status] ? String(answer.status) : "default";
	let said = responses[status];
	assert.ok(said, `${operationId} answers ${answer.status}, which is not described`);
	let at = ["paths", template, method, "responses", status];
	if (said.$ref) {
		at = said.$ref.split("/").slice(1);
		said = at.reduce((o, k) => o[k], spec);
	}
	const type = (answer.headers.get("content-type") ?? "").split(";")[0];
	assert.ok(said.content?.[type], `${operationId} answers ${answer.status} ${type}, which is not described`);
	if (!type.endsWith("json")) return;
	at.push("content", type, "schema");
	const pointer = at.map((k) => encodeURIComponent(k.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
	const body = await answer.json();
	const valid = schemas.compile({ $ref: `api#/${pointer}` });
	assert.ok(valid(body), `${operationId} ${answer.status}: ${JSON.stringify(valid.errors)}\n${JSON.stringify(body).slice(0, 2000)}`);
}

// watched is fetch, with each answer looked at.
async function watched(url, wish) {
	const answer = await fetch(url, wish);
	await asDescribed((wish?.method ?? "GET").toLowerCase(), url, answer.clone());
	return answer;
}

// day is so many days from today.
const day = (n) => new Date(Date.now() + n * 86400e3).toISOString().slice(0, 10);

// generated is a client of a program, whose calls are noted by name.
async function generated(secret, called) {
	await generateApi({ spec: structuredClone(spec), output: dir, fileName: "client.ts", toJS: true, silent: true });
	const { Api } = await import(pathToFileURL(path.join(dir, "client.js")));
	const api = new Api({ customFetch: watched, baseUrl: address + "/api/v1", baseApiParams: { headers: { Authorization: "Bearer " + secret, "Accept-Language": "en" }, format: "json" } });
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

	// What goes wrong is described as well as what goes right.
	await assert.rejects(boss("getCustomer", "nobody"), /404/);
	await assert.rejects(boss("recordInvoices", { items: [{ invoice: "C", customer: "1", date: "12.01.2026", amount: "1,00", currency: "BYN" }] }), /422/);
	await assert.rejects(desk("liftHold", { customer: "1", reason: "he asks", amount: "50.00", until: day(5) }), /403/);
	await assert.rejects(boss("listCustomers", { limit: 501 }), /400/);

	assert.deepEqual([...called].sort(), [...operations].sort());
});
