package bounce

import (
	"strings"
)

var (
	// absence is a subject of those who are away (RFC 3834), after plainWords.
	absence = phrases(`
		out of office, out of the office, ooo, autoreply, auto reply, automatic reply, automatic response, autoresponse, auto response,
		automated reply, automated response, autoresponder, auto responder, vacation, on holiday, on leave, away from, i am away, away until,
		away till, away on, maternity leave, annual leave, currently away, abwesend, abwesenheit, automatische antwort, urlaub, автоответ,
		автоматический ответ, вне офиса, в отпуске, я отсутствую, отсутствую на, отсутствии на рабочем месте, временно отсутству, уведомление об отсутствии, нет на месте, автовідповідь, автоматична відповідь, у відпустці, аўтаадказ,
		аўтаматычны адказ, у адпачынку, automatski odgovor, na godišnjem, odsutan, odsutna, réponse automatique, absent du bureau,
		respuesta automática, fuera de la oficina, risposta automatica, fuori sede, fuori ufficio, resposta automática, fora do escritório,
		autoodpowiedź, odpowiedź automatyczna, poza biurem, automatisch antwoord, afwezig, autosvar, frånvaro, 自動応答, 自動返信, 不在, 自动回复, 자동 회신,
	`)

	// failure is a subject of a report.
	failure = phrases(`
		undeliver, delivery status, delivery failure, delivery failed, delivery problem, delivery error, delivery report, delivery notification,
		delivery has failed, delivery delayed, delivery warning, mail delivery, mail failure, mail error, message delivery, failure notice,
		failed mail, failed delivery, failed to deliver, failed message, returned mail, mail returned, returned to sender, returning message,
		return to sender, returned message, mail system error, nondeliver, non deliver, not delivered, not deliverable, could not send,
		could not be delivered, couldnt be delivered, cannot send, unable to deliver, warning could not, user unknown, unknown user,
		unknown recipient, bounced, status notification, rejected mail, message rejected, mail could not, message status, mail status,
		returned email, delivery confirmation, address error, unzustellbar, nicht zugestellt, nicht zustellbar, zustellung fehlgeschlagen, zustellfehler,
		недоставлен, недоставк, не доставлен, ошибка доставки, невозможно доставить, возвращено отправителю, не удалось доставить, помилка доставки, не дастаўлена,
		neisporučen, nije isporučen, échec de la remise, échec de remise, échec de la distribution, non remis, non distribué, no entregado, no se puede entregar, error de entrega, correo devuelto, mensaje devuelto,
		mancata consegna, non recapitat, não entregue, falha na entrega, niedostarczon, nie dostarczono, nedoručiteln, niet bezorgd, onbestelbaar,
		メールエラー, エラー通知, 配信不能, 送信できません, 配信エラー, 宛先不明, 退信, 投递失败, 系统退信,
	`)

	// complaint is a subject of services that pass complaints on without RFC 5965.
	complaint = phrases(`
		complaint about message, complaint about email, abuse report, spam report, feedback loop,
	`)

	// robots are the senders of such reports.
	robots = pattern(`(?i)mailer[-_ ]?daemon|postmaster|mail[-_ ]?daemon|mail delivery|mail administrator|delivery (?:sub)?system|mail(?:er)? (?:sub)?system|mail transport|maildelivery|daemon@|mailadm|delivery service`)

	// waiting is what a warning says, and final what the end of waiting says.
	waiting = phrases(`
		delivery delayed, been delayed, is delayed, delay in the delivery, delayed mail, message delayed, will be retried, will retry, keep trying,
		continue trying, continue to try, continue to attempt, try again for, will try again, still trying, still being attempted,
		still in the queue, not yet been delivered, not been delivered yet, not yet received, no need to resend, not need to resend,
		warning message only, this is a warning, warning only, temporary warning, transient non fatal, delivery attempts will continue,
		attempts to deliver .. will continue, no action is required, noch nicht zugestellt, wird weiter versucht, verzögert, будут продолжены,
		попытки доставки будут, доставка задерж, задержк, буде продовжено, toujours en attente, retardé, retrasado, in ritardo, opóźnion,
	`)
	final = phrases(`
		giving up, given up, gave up, will not be retried, will not try again, will not be attempted, permanent error, permanent fatal,
		permanent failure, final attempt, i wont, has been returned, was returned, could not be delivered within, returned to sender,
		returning message to sender, abandoned,
	`)

	// arrived is what a receipt says.
	arrived = phrases(`
		successful mail delivery, successfully delivered, was delivered successfully, been delivered successfully, delivery successful,
		successful delivery, successfully relayed, delivery to these recipients .. complete, has been delivered to the following,
		was delivered to the following, message has been delivered, message was delivered, message delivered, your message was successfully,
		erfolgreich zugestellt, успешно доставлен, доставлено успешно, remis avec succès, entregado correctamente, return receipt, read receipt,
		lesebestätigung, уведомление о прочтении,
	`)
	undone = phrases(`
		not delivered, not successfully, not be delivered, nicht, не был, не удалось, unsuccessful,
	`)
)

// isAbsence tells an automatic answer of a person's mailbox. Servers mark their
// reports as automatic too, so the mark alone counts only where nothing else
// speaks of a failure.
func (m *reading) isAbsence() bool {
	if says(m.subject(), absence) && !says(m.subject(), failure) && !m.isConversation() {
		return true
	}
	auto := strings.ToLower(m.head.Get("Auto-Submitted"))
	marked := strings.HasPrefix(auto, "auto-replied") || strings.HasPrefix(auto, "auto-notified")
	for _, name := range []string{"X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "X-Autogenerated", "X-Auto-Response", "X-Apple-Action"} {
		marked = marked || m.head.Has(name)
	}
	precedence := strings.ToLower(m.head.Get("Precedence") + m.head.Get("X-Precedence"))
	marked = marked || strings.Contains(precedence, "auto_reply") || strings.Contains(precedence, "auto-reply")
	return marked && !m.isBounce()
}

// isBounce tells a report by a header, by who sends it, or by what it says of
// itself. People write of deliveries and returns too, and mean goods: of a
// subject or words alone a mail is no report, unless it sends back another mail,
// quotes a server's answer, or comes from nobody.
func (m *reading) isBounce() bool {
	if m.head.Has("X-Failed-Recipients") || len(m.status) > 0 || m.isReport("delivery-status") {
		return true
	}
	from, _ := m.head.Text("From") // as far as it can be decoded
	if robots().MatchString(from) {
		return true
	}
	nobody := strings.TrimSpace(m.head.Get("Return-Path")) == "<>"
	if says(m.subject(), failure) && !m.isConversation() {
		return nobody || m.original != nil || spoken(m.report) != ""
	}
	return m.original != nil && (nobody || says(plainWords(m.report), failure))
}

// talk is what programs of people put before the subject of an answer.
var talk = pattern(`(?i)^\s*(?:re|fwd?|aw|wg|sv|vs|antw|odp|tr|на|отв)(?:\[\d+\])?\s*:`)

func (m *reading) isConversation() bool {
	s, _ := m.head.Text("Subject") // as far as it can be decoded
	return talk().MatchString(s)
}

func (m *reading) subject() string {
	s, _ := m.head.Text("Subject") // as far as it can be decoded
	return plainWords(s)
}

// actionTold is what a report for people says became of the mail.
func (m *reading) actionTold() Action {
	text := m.subject() + " " + plainWords(m.report)
	switch {
	case says(text, arrived) && !says(text, undone):
		return ActionDelivered
	case says(text, waiting) && !says(text, final):
		return ActionDelayed
	}
	return ActionFailed
}

// withoutRecipient is the kind of a report that names nobody.
func (m *reading) withoutRecipient() Kind {
	return gravest([]Recipient{{Action: m.actionTold()}})
}

// isReport tells what the mail says it is a report of (RFC 6522).
func (m *reading) isReport(of string) bool {
	kind, params, _ := m.head.ContentType() // a broken one is no report
	return kind == "multipart/report" && strings.EqualFold(params["report-type"], of)
}
