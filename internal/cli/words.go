package cli

// words are the headings and phrases of tables, in English and Russian; other
// languages are shown English.
var words = map[string]string{
	"fine": "штраф", "lump sum": "фиксированная сумма", "price of delay": "цена просрочки", "charged": "начислено", "waits to be charged": "ждёт начисления",
	"paid in part": "оплачено частично", "let go": "прощено", "paid": "оплачено", "dropped": "отклонено", "reversed": "сторнировано",
	"Charge %d, %s: %s for %s %s, up to %s; %s.":                                                    "Начисление %d, %s: %s за %s %s по %s; %s.",
	"Charged before: %s. To be charged: %s.":                                                        "Начислено ранее: %s. К начислению: %s.",
	"Agreement %s with %s: %s %s, %s.":                                                              "Соглашение %s с %s: %s %s, %s.",
	"Price of delay if all is paid on its day: %s %s. Nothing is owed for it before the signature.": "Цена просрочки, если всё оплатят в срок: %s %s. До подписания за неё ничего не причитается.",
	"Price of delay today: %s %s; waived: %s.":                                                      "Цена просрочки на сегодня: %s %s; отказались: %s.",
	"It waits for request %d: somebody with authority approves it first.":                           "Ждёт запроса %d: сначала его утвердит тот, кто вправе.",
	"Kept: %d, broken: %d, not broken after all: %d, not answered: %d.":                             "Выполнено: %d, нарушено: %d, нарушения не было: %d, без ответа: %d.",
	"Proposed: %d charges.":                                                                         "Предложено начислений: %d.",
	"came in time":                                                                                  "поступило в срок", "instalments": "платежей", "signed": "подписано", "cancelled": "прекращено", "replaced": "заменено",
	"message": "сообщение", "answer": "ответ", "waiting": "ждёт", "delivered": "доставлено",
	"To be proposed as charges: %s.":                                         "Будет предложено к начислению: %s.",
	"For %d of them not everything could be counted (--json says why).":      "По %d из них посчитано не всё (почему — в --json).",
	"  %s up to %s: %s; charged before: %s; to be charged: %s":               "  %s по %s: %s; начислено ранее: %s; к начислению: %s",
	"Meanwhile %s %% a year takes: %s.":                                      "Тем временем %s %% в год съедают: %s.",
	"Webhook %d. The secret its messages are signed with is shown only now:": "Вебхук %d. Секрет, которым подписаны сообщения, показан только сейчас:",
	"Webhook %d is told no more.":                                            "Вебхуку %d больше не сообщается.",
	"Webhook %d will be told a test; its log says what came of it.":          "Вебхуку %d отправляется проверка; что из неё вышло, скажет журнал.",
	"Webhook %d will be told %d messages again.":                             "Вебхуку %d будет отправлено повторно сообщений: %d.",
	"program": "программа", "opens": "открывает", "rate": "в минуту", "last used": "использован", "key": "ключ", "good": "действует", "revoked": "отозван",
	"Key %s of %s, good until %s. Its secret is shown only now:":                 "Ключ %s программы %s, действует до %s. Секрет показан только сейчас:",
	"The stop list is not written as a file: set stop_list in the company file.": "Стоп-лист файлом не записывается: задайте stop_list в файле компании.",
	"The stop list is written into %s at %s.":                                    "Стоп-лист записывается в %s в %s.", "Last written %s: %d customers.": "Записан %s, клиентов: %d.",
	"The last try failed: %s": "Последняя попытка не удалась: %s", "Written into %s: %d customers.": "Записан в %s, клиентов: %d.",
	"Key %s is revoked.": "Ключ %s отозван.",
	"customer":           "клиент", "name": "название", "contract": "договор", "invoice": "документ", "part": "часть", "currency": "валюта",
	"step": "шаг", "action": "действие", "how": "как", "documents": "документов", "total": "сумма", "why": "почему",
	"overdue": "просрочено", "credit": "не зачтено", "not due": "не наступил", "due": "срок", "days": "дней", "open": "долг",
	"file": "файл", "kind": "вид", "rows": "строк", "new": "новых", "corrected": "исправлено", "unchanged": "без изменений",
	"refused": "отказано", "closed": "закрыто", "amount": "сумма строк", "in all": "всего", "for": "кому",
	"open items": "открытых", "unapplied": "не зачтено оплат", "to explain": "ждут объяснения",
	"letter": "письмо", "task": "задача", "email": "эл. почта", "post": "печать", "letters": "писем", "date": "дата", "state": "состояние",
	"what": "что", "formula": "формула", "inputs": "что нужно", "next": "дальше", "blocked": "что мешает", "policy": "политика", "user": "пользователь", "role": "роль",
	"languages": "языки", "own": "свои", "run": "рассылка", "address": "адрес", "tries": "попыток", "tracking": "трек-номер",
	"sent": "отправлено", "retry": "повторить", "failed": "не ушло", "parked": "решить", "withdrawn": "снято", "corrections": "исправлений", "left": "осталось",
	"read": "прочитано", "hard": "адрес мёртв", "soft": "не доставлено", "delayed": "задержано", "receipts": "доставлено", "vacation": "автоответ",
	"complaints": "жалоб", "other": "прочее", "unmatched": "не наши",
	"category": "категория", "proposed": "предлагается", "yearly": "годовой", "quarterly": "квартальный",
	"figure": "показатель", "times": "раз", "verdict": "итог", "better": "лучше", "worse": "хуже",
	"overdue %": "просрочено %", "DSO": "DSO", "days late": "дней задержки", "in time %": "в срок %", "debtors": "должников", "of 80 %": "дают 80 %",
	"printed": "печатных", "calls": "звонков", "by hand": "вручную", "held days": "дней без отгрузки", "untouched": "не тронуто", "cost": "затраты",
	"number": "№", "request": "запрос", "about": "о чём", "sum": "сумма", "until": "до", "asked by": "просит", "approved by": "решил", "who": "кто",
	"outcome": "итог", "pending": "ждёт решения", "approved": "разрешено", "expired": "истёк", "given": "разрешено",
	"kept": "выполнено", "late": "позже", "broken": "нарушено", "not yet": "срок не прошёл",
	"done": "сделано", "issued": "выставлен", "settled": "погашено", "today": "сегодня", "expected": "ожидается", "missed": "пропущено",

	"call": "звонок", "visit": "визит", "meeting": "встреча", "memo": "служебная записка", "package": "пакет документов", "charge": "начисление",
	"propose": "предложение", "escalate": "решение руководителя",

	"letters by e-mail": "писем по эл. почте", "letters on paper": "писем на бумаге", "visits": "визитов", "meetings": "встреч",
	"tasks": "задач", "memos": "служебных записок", "packages of documents": "пакетов документов", "charges": "начислений", "proposals": "предложений",
	"escalations": "решений руководителя", "of all these, for people to do": "из всего этого — работа людей", "for people to do": "работа людей",
	"shipments stopped, times": "отгрузка остановлена, раз", "shipments stopped, days in all": "отгрузка остановлена, дней всего",
	"shipments stopped, days on average": "отгрузка остановлена, дней в среднем", "shipments stopped, longest": "отгрузка остановлена, дней самое большее",
	"shipments stopped, by days": "отгрузка остановлена, по дням", "late debts acted on": "просроченных долгов, по которым действовали",
	"first action, days after the due date": "первое действие, дней после срока", "first action, by days after the due date": "первое действие, по дням после срока",
	"late debts never acted on": "просроченных долгов без единого действия", "of these, still open": "из них не оплачено",
	"a week": "в неделю", "busiest week": "самая занятая неделя", "week": "неделя", "week begins": "начало недели", "days on hold": "дней без отгрузки",
	"Summary": "Итоги", "By step": "По шагам", "By role and week": "По ролям и неделям", "Customers": "Клиенты", "Differences": "Различия",
	"manager": "менеджер", "customers": "клиентов", "differences": "различий", "first day": "первый день", "last day": "последний день",

	"run.off_day": "не день рассылки", "term.not_started": "срок не начался: нет даты передачи", "credit.covered": "покрыто оплатами, которые ещё не зачтены",
	"dispute.open": "спор", "promise.open": "обещана оплата", "suspended": "исключено распоряжением", "transit.open": "оплата в пути",
	"age.beyond_maximum": "старше предельного срока", "amount.below_minimum": "сумма меньше минимальной", "window.before": "срок шага ещё не наступил",
	"window.passed": "срок шага прошёл", "step.after": "ждёт предыдущего шага", "step.done": "шаг уже сделан", "steps.finished": "все шаги сделаны",
	"plan.open": "соблюдается график платежей", "policy.if": "условие шага не выполнено", "gap.open": "клиенту недавно писали",
	"step.wait": "прошло мало дней после другого шага", "step.off_day": "у шага свои дни", "event.none": "событие не наступило", "letter.other": "в этот день ушло другое письмо", "review.excluded": "исключено при проверке", "review.postponed": "отложено при проверке",
	"until the conditions are met": "пока не выполнены условия", "paper": "документ клиента", "title": "название документа", "shown": "есть", "waived": "разрешено без него", "old": "устарел",
	"owner": "владелец", "director": "руководитель", "decision maker": "кто решает об оплате",
	"no term of payment": "нет срока оплаты", "no number or no date": "нет номера или даты", "no governing law": "не указано применимое право", "no penalty": "нет пени за просрочку",
	"red flag": "тревожный признак", "checked": "проверен", "note": "заметка",
	"days after a demand":  "дней после требования",
	"no clause on payment": "не указан пункт об оплате", "no clause on the penalty": "не указан пункт о пене",
	"kpp": "КПП", "registration": "регистрационный номер", "bic": "БИК", "outlet_status": "статус точки", "outlet_place": "расположение точки", "outlet_goods": "наличие товара",
	"outlet_brands": "представленность брендов", "outlet_prices": "уровень цен", "outlet_stock": "запас товара", "pay_days": "дни оплаты", "pay_order": "кому платит сначала",
	"account": "счёт", "bank": "банк", "since": "с какого дня", "complete to": "выписки полны по", "letters of the day": "письма этого дня", "missing": "не хватает", "may go": "можно отправлять",
	"wait": "ждут выписки", "balance differs by": "остаток расходится на", "to": "по", "entries": "операций", "known": "уже были", "booked": "разнесено", "to decide": "решить", "unknown": "неизвестно чьи",
	"aside": "не от клиентов", "entry": "операция", "payer": "плательщик", "purpose": "назначение", "undecided": "решить", "booked for": "разнесено на", "bank.undecided": "поступили деньги, возможно от клиента: нужно решение",

	"Your company": "Ваша компания", "waits": "ждёт", "not meant": "не для него", "draft": "черновик", "published": "действует", "drafted": "черновик", "used": "введена", "hypothesis": "гипотеза", "data": "данные",
	"amount of entry": "сумма", "counterparty": "контрагент", "tax number": "ИНН/УНП",
	"product group": "товарная группа", "price segment": "ценовой сегмент", "net": "без НДС", "VAT %": "НДС, %", "VAT": "НДС",
	"whom to sue": "кому предъявить иск", "debt": "долг", "route": "порядок", "court fee": "госпошлина", "days left": "осталось дней", "expected net": "ожидается чистыми",
	"in court": "в суде", "barred": "давность истекла", "claim sent": "претензия", "claim first": "сначала претензия", "up to": "предел",
	"sue": "в суд", "leave": "не стоит", "court": "уже в суде", "not_due": "срок не прошёл",
	"order": "приказ", "small": "малые требования", "simplified": "упрощённый", "suit": "исковой",
	"limitation": "исковая давность", "class": "разряд", "counted from": "считается с", "current": "текущий", "doubtful": "сомнительный", "bad": "безнадёжный",
	"30 days": "до 30 дней", "90 days": "до 90 дней", "180 days": "до 180 дней", "limitation not known": "давность неизвестна",
	"acknowledged": "признание долга", "act": "акт сверки", "guarantee": "гарантийное письмо", "restructured": "реструктуризация", "part_payment": "часть оплаты",
	"claim_sent": "претензия отправлена", "claim_delivered": "претензия вручена", "lawsuit": "иск подан", "lawsuit_closed": "суд закончился без решения", "uncollectable": "взыскать невозможно",
	"stands: suit": "не течёт: суд", "stands: after_suit": "не течёт: после суда", "stands: claim": "не течёт: претензия", "stands: law": "не течёт по закону",
	"all of it": "итого", "not verified": "не проверен", "without all papers": "без всех бумаг",
	"scope": "чего", "prepaid %": "предоплата, %", "to come": "ещё не начался", "over": "закончился", "ended": "завершён",
	"month": "месяц", "group": "группа", "prepayment": "предоплата", "temporary": "временный", "set": "назначен", "mean": "среднее за месяцы",
	"does not count": "не учитывается", "promised": "обещано", "shipped": "отгружено", "reserved": "резерв", "limit": "лимит", "pledge": "залог", "surety": "поручительство",
	"bank-guarantee": "банковская гарантия", "insurance": "страхование", "stop-list": "стоп-лист", "black-list": "чёрный список", "papers": "нет бумаг", "orders": "заказы",
	"insight": "вывод", "text": "текст", "versions": "версии", "in force": "действует", "day": "день", "line": "строка", "from": "с", "version": "версия", "clause": "пункт",

	"from day": "с", "to day": "по", "balance": "остаток долга", "rate, %": "ставка, %", "days of the year": "дней в году", "a day": "в день", "interest": "начислено",
	"law": "право", "rules": "правил", "not verified [K]": "не сверено [K]", "verified": "сверено", "source": "источник", "yes": "да", "by the contract": "по договору", "by the law, without a penalty": "по закону, без неустойки", "what a court measures by [K]": "мерка суда [K]",
	"counted": "считано", "% a year": "% годовых", "besides": "сверх того",
	"series": "ряд", "known up to": "известна по",
	"costs": "издержки", "interest for use": "проценты за пользование", "late interest": "проценты за просрочку", "principal": "основной долг", "penalty": "неустойка",
}

// phrases are whole lines in Russian, by their English format.
var phrases = map[string]string{
	"Its inputs, and an example:":                                  "Что ей нужно, и пример:",
	"One of them, with its example: debitor formula NAME":          "Одна из них, с примером: debitor formula ИМЯ",
	"Recorded: %s, %s, %s.":                                        "Записано: %s, %s, %s.",
	"[K] nobody verified: %s (%s)":                                 "[K] никто не сверил: %s (%s)",
	"[K]: nobody verified this in its source.":                     "[K]: этого никто не сверил с источником.",
	"To sue: %d customers, %s %s; less costs %s, expected net %s.": "В суд: клиентов %d, %s %s; за вычетом расходов %s ожидается %s.",
	"  courts' fees: %s; not known for %d.":                        "  госпошлины: %s; неизвестно для %d.",
	"  %d hidden: nothing of theirs is late yet (%s). They come by themselves when it is; --all shows them.":   "  скрыто %d: у них ничего не просрочено (%s). Появятся сами, когда просрочат; --all покажет их.",
	"The agreed penalty was not counted for %d customers: their law allows none, or debitor does not know it.": "Договорная неустойка не посчитана для %d клиентов: их право её не допускает или неизвестно debitor.",
	"There is no rate of %s for the costs: nobody is proposed in that currency.":                               "Нет курса %s для расходов: в этой валюте никто не предлагается.",
	"%d more are not shown.": "Ещё %d не показано.",
	"%d tasks were made.":    "Поставлено задач: %d.",
	"sold":                   "продано", "term, days": "срок, дней", "cost as agreed": "стоит отсрочка", "cost of lateness": "стоит просрочка", "discount %": "скидка %", "price of credit %": "цена кредита %", "fair discount %": "скидка вровень с банком %",
	"he borrows from": "выгоднее занять", "the bank": "в банке", "us": "у нас",
	"%s: sold %s; the agreed deferral cost %s, lateness %s.":                                                "%s: продано %s; договорная отсрочка стоила %s, просрочка %s.",
	"At a bank's rate of %s %% a year. Warned of: %d.":                                                      "При ставке банка %s %% годовых. Предупреждений: %d.",
	"No bank's rate is known, so nothing costs anything: --rate PERCENT, or bank_rate in the company file.": "Ставка банка неизвестна, поэтому ничего не посчитано: --rate ПРОЦЕНТ или bank_rate в файле компании.",
	"Off the black list: %d; they stay, for the conditions are not met: %d.":                                "Вышли из чёрного списка: %d; остаются, так как условия не выполнены: %d.",
	"  nobody is known as %s": "  неизвестен: %s",
	"He pays next on %s.":     "Ближайший день оплаты: %s.",
	"Contract %s: %s.":        "Договор %s: %s.",
	"Contract %s: without a term a debt is due %d days after a demand (art. 314 of the Civil Code).":       "Договор %s: без срока долг оплачивают через %d дней после требования (ст. 314 ГК РФ).",
	"Nothing ships on credit before the papers are complete; papers missing: %d.":                          "В кредит не отгружать, пока нет всех документов; не хватает: %d.",
	"  not counted, for there is no rate: %s %s":                                                           "  не учтено, нет курса: %s %s",
	"  there is no rate of the entry's day: import the rates":                                              "  нет курса на день операции: загрузите курсы",
	"  by the rates of the entry's day: %s":                                                                "  по курсам на день операции: %s",
	"  the entry is short of it by %s (less than zero: more); nothing is booked of it":                     "  в операции меньше на %s (с минусом — больше); разница не проводится",
	"  by the rates of the document's day: %s, difference of exchange %s":                                  "  по курсам на день документа: %s, курсовая разница %s",
	"Account %s is complete only to %s: apply waits for its statement (import it, or debitor bank waive).": "Выписки по счёту %s полны только по %s: apply ждёт выписку (загрузите её или подпишите: debitor bank waive).",
	"Account %s is complete to %s.":                                                                        "Выписки по счёту %s полны по %s.",
	"there are more: --limit":                                                                              "это не все: --limit",
	"%s to %s, as the rules would have had it. %d customers.":                                              "С %s по %s, как было бы по правилам. Клиентов: %d.",
	"\n%d times the two did something different.":                                                          "\nРаз, когда правила разошлись: %d.",
	"… and %d more (all with --json, the first %d with --out).":                                            "… и ещё %d (все — с --json, первые %d — с --out).",
	"%d printed letters have no postal address (empty in register.csv): find it out before posting.":       "Печатных писем без почтового адреса: %d (в register.csv пусто); адрес нужно узнать до отправки.",
	"debitor mail list shows what waits for you.":                                                          "Что ждёт решения, показывает debitor mail list.",
	"      by what is known now of that day it would not be done":                                          "      по тому, что известно об этом дне сейчас, этого не сделали бы",
	"TRIAL: every e-mail goes to %s and to no customer.":                                                   "ПРОБА: все письма уходят на %s, ни одно — клиенту.",
	"Look before you send it: %s.":                                                                         "Проверьте, прежде чем отправить: %s.",
	"The mail server took the test message to %s: %s":                                                      "Почтовый сервер принял пробное письмо на %s: %s",
	"Letter %s is settled: %s.":                                                                            "Письмо %s: решено (%s).",
	"%s may be written to again.":                                                                          "На %s снова можно писать.",
	"Letter %s (%s) is in use, version %d.":                                                                "Письмо %s (%s) действует, версия %d.",
	"%s is no run day of policy %s: nothing to do.":                                                        "%s — не день рассылки по политике %s: делать нечего.",
	"Run of %s, policy %s, version %d: %d letters and tasks are new.":                                      "Рассылка за %s, политика %s, версия %d: новых писем и задач — %d.",

	"Policy %s, version %d, is in force.":                                                                    "Политика %s, версия %d: действует.",
	"Policy %s, version %d, is in force from %s on.":                                                         "Политика %s, версия %d: действует с %s.",
	"Kept as %s, not in use. Next: \"debitor simulate --policy %s\", \"debitor policy use %s\".":             "Сохранено как %s, пока не действует. Дальше: «debitor simulate --policy %s», «debitor policy use %s».",
	"Nothing of %s is open on %s, so it has no section; \"debitor explain\" without --html says since when.": "По %s на %s ничего не открыто, поэтому раздела нет; с какого дня — скажет «debitor explain» без --html.",
	"Noted of %s: %s.":                                           "Записано о %s: %s.",
	"%s is in order: %d steps (%s), %d holds.":                   "%s: в порядке; шагов — %d (%s), остановок отгрузки — %d.",
	"\nThe sample company is open at http://%s — its day is %s.": "\nПример компании открыт на http://%s — в нём сегодня %s.",
	"Sign in as any of these; the password of all is %s":         "Войдите под любым из этих имён; пароль у всех один: %s",
	"Stop with Ctrl-C, or by closing this window.":               "Остановить: Ctrl-C или закройте это окно.",
	"debitor answers at http://%s":                               "debitor отвечает на http://%s",
	"Set up your company at http://%s%s (the link works once)":   "Заведите свою компанию на http://%s%s (ссылка работает один раз)",
	"\nLook at %s and go on with --db %s:":                       "\nПосмотрите %s и продолжайте с --db %s:",

	"\nWritten to %s:": "\nЗаписано в %s:",
	"  missing.csv: what letters lack, and who can mend it; look through it": "  missing.csv: чего не хватает в письмах и кто это исправит; просмотрите его",
	"  docx/ (%d documents)":                                                     "  docx/ (документов: %d)",
	"  mail/ (%d messages)":                                                      "  mail/ (писем: %d)",
	"  limit (%s, %s): %s; used: %s; left: %s":                                   "  лимит (%s, %s): %s; занято: %s; осталось: %s",
	"  reserved under %s until %s":                                               "  зарезервировано под номером %s до %s",
	"Reservation %s is given back.":                                              "Резерв %s снят.",
	"Lift %d of %s is ended.":                                                    "Разрешение %d клиента %s завершено.",
	"Set for %s: %s, number %d.":                                                 "Клиенту %s назначено: %s, № %d.",
	"Ended for %s: %s, number %d.":                                               "У клиента %s завершено: %s, № %d.",
	"%s may be shipped %s %s until %s.":                                          "%s: разрешена отгрузка на %s %s до %s.",
	"%s: %d closed, %d reduced (waiting to be explained), %d reopened":           "%s: закрыто %d, уменьшено %d (ждут объяснения), открыто вновь %d",
	"Dry run: nothing was changed.":                                              "Пробный прогон: ничего не изменено.",
	"Plan of %s, policy %s, version %d. %d customers owe something.":             "План на %s, политика %s, версия %d. Должников: %d.",
	"This is no run day; the next one is %s.":                                    "Это не день рассылки; следующий — %s.",
	"… %s: %d more (--json lists all)":                                           "… %s: ещё %d (все — с --json)",
	"Tasks made: %d.":                                                            "Создано задач: %d.",
	"Customers: %d; another category is proposed for %d.":                        "Клиентов: %d; другая категория предлагается для %d.",
	"No review is due in this month; the next one is %s, from %s.":               "В этом месяце пересмотра нет; следующий — %s, с %s.",
	"The %s review is due, from %s; the next one is %s, from %s.":                "Идёт %s пересмотр, с %s; следующий — %s, с %s.",
	"Nothing is open on that day: an earlier one (--date) may tell more.":        "На этот день долгов нет: более ранний (--date) скажет больше.",
	"Requests: %d new, %d seconded, %d wait for others (debitor approval list).": "Запросов: новых — %d, поддержано — %d, ждут других — %d (debitor approval list).",
	"As of %s; the books begin on %s. Customers: %d.":                            "На %s; данные с %s. Клиентов: %d.",
	"\nNot done: %d instalments due or due within 7 days.":                       "\nНе сделано: %d (срок наступил или наступит в ближайшие 7 дней).",

	"Statutory interest, %s":                    "Законные проценты за просрочку, %s",
	"Penalty by contract, %s":                   "Договорная неустойка, %s",
	"Interest for the use of money, %s":         "Проценты за пользование деньгами, %s",
	"  debt of %s, due %s":                      "  долг %s, срок %s",
	"  paid %s: %s":                             "  оплата %s: %s",
	"  credit note %s: %s":                      "  корректировка (возврат) %s: %s",
	"Days counted: %d. Total: %s.":              "Дней в расчёте: %d. Итого: %s.",
	"Lump sum besides: %s.":                     "Сверх того фиксированная сумма: %s.",
	"Inflation besides: %s.":                    "Сверх того инфляционные потери: %s.",
	"All of it: %s.":                            "Всего: %s.",
	"Principal still owed: %s.":                 "Остаток основного долга: %s.",
	"After %s, until it is paid, each day: %s.": "После %s, по день оплаты, за каждый день: %s.",
	"Paid %s, %s:":                              "Оплата %s, %s:",
	"  debt %s, %s: %s":                         "  долг %s, %s: %s",
	"  left over: %s":                           "  осталось: %s",
	"It comes to most: %s.":                     "Больше всего выходит %s.",
	"Of the penalty a court may take away what is above its measure: %s.": "Суд может снять то, что выше его мерки: %s.",
	"Owed now:":       "Остаётся:",
	"Known up to %s.": "Известна по %s.",

	"Line %d: %s":                 "Строка %d: %s",
	"Entries: %d, in %s, out %s.": "Записей: %d, поступило %s, списано %s.",
	"Balance: %s, then %s.":       "Остаток: %s, затем %s.",

	"Request %d (%s, %s): %s.": "Запрос %d (%s, %s): %s.",
	"  still to be shown: %s":  "  ещё нужно показать: %s",
	"order queue":              "очередь заказов",
	"place":                    "место",
	"to ship":                  "к отгрузке",
	"priority":                 "приоритет",
	"paid ahead":               "оплачено вперёд",
	"in time":                  "в срок",
	"fell due":                 "сроков за год",
	"days overdue":             "дней просрочки",
	"whole":                    "целиком",
	"not now":                  "пока нельзя",
	"There are more orders; these are the %d oldest.":                                       "Заказов больше; это %d самых старых.",
	"%d. Order %s: priority %d. Paid ahead %s of %s %s; in time %d of %d; days overdue %d.": "%d. Заказ %s: приоритет %d. Оплачено вперёд %s из %s %s; в срок %d из %d; дней просрочки %d.",
	"  to be decided together, in any order, by: %s":                                        "  решают вместе, в любом порядке: %s",
	"  still to be proposed by: %s":                                                         "  ещё должны предложить: %s",
	"  to be decided by: %s":                                                                "  решает: %s",
	"  It can be decided until %s.":                                                         "  Решить можно до %s.",
}

// phrase is a whole line's format in the language.
func phrase(lang, format string) string {
	if lang == "ru" || lang == "be" {
		if russian, ok := phrases[format]; ok {
			return russian
		}
	}
	return format
}

// sayIn prints a line of an answer in the language.
func (a *app) sayIn(lang, format string, args ...any) { a.say(phrase(lang, format), args...) }

// word is a heading in the language.
func word(lang, s string) string {
	if lang == "ru" || lang == "be" {
		if w, ok := words[s]; ok {
			return w
		}
	}
	return s
}

// headings translates the headings of a table, keeping the mark of figures.
func headings(lang string, list ...string) []string {
	out := make([]string, len(list))
	for i, h := range list {
		mark := ""
		if h[0] == '>' {
			mark, h = ">", h[1:]
		}
		out[i] = mark + word(lang, h)
	}
	return out
}
