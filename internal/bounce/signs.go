package bounce

import (
	"regexp"
	"strings"
)

var (
	// absence is a subject of those who are away (RFC 3834), after plainWords.
	absence = phrases("out of office, out of the office, ooo , autoreply, auto reply, automatic reply, automatic response, autoresponse, auto response, automated reply, automated response, autoresponder, auto responder, vacation, on holiday, on leave, away from, i am away, away until, away till, away on, maternity leave, annual leave, absence, currently away, abwesend, abwesenheit, automatische antwort, urlaub, автоответ, автоматический ответ, автоматическое уведомление об отсутствии, вне офиса, в отпуске, отпуск, отсутств, нет на месте, автовідповідь, автоматична відповідь, у відпустці, відпустк, аўтаадказ, аўтаматычны адказ, у адпачынку, automatski odgovor, na godišnjem, odsutan, odsutna, réponse automatique, absent du bureau, absence du bureau, respuesta automática, fuera de la oficina, risposta automatica, fuori sede, fuori ufficio, resposta automática, fora do escritório, autoodpowiedź, odpowiedź automatyczna, poza biurem, automatisch antwoord, afwezig, autosvar, frånvaro, 自動応答, 自動返信, 不在, 自动回复, 자동 회신")

	// failure is a subject of a report.
	failure = phrases("undeliver, undelivered, delivery status, delivery failure, delivery failed, delivery problem, delivery error, delivery report, delivery notification, delivery has failed, delivery delayed, delivery warning, mail delivery, mail failure, mail error, message delivery, failure notice, failed mail, failed delivery, failed to deliver, failed message, returned mail, mail returned, returned to sender, returning message, return to sender, returned message, mail system error, nondeliver, non deliver, not delivered, not deliverable, could not send, could not be delivered, couldnt be delivered, cannot send, unable to deliver, warning could not, user unknown, unknown user, unknown recipient, bounce, dsn, status notification, rejected mail, message rejected, mail could not, message status, mail status, returned email, delivery confirmation, address error, unzustellbar, nicht zugestellt, nicht zustellbar, zustellung fehlgeschlagen, fehlgeschlagen, zustellfehler, не доставлено, недоставлен, недоставк, не доставлен, ошибка доставки, невозможно доставить, возврат, не удалось доставить, не доставлено, помилка доставки, повідомлення не доставлено, не дастаўлена, neisporučen, nije isporučen, échec, non remis, non distribué, no entregado, no se puede entregar, error de entrega, devuelto, mancata consegna, impossibile recapitare, não entregue, falha na entrega, niedostarczon, nie dostarczono, nedoručiteln, niet bezorgd, onbestelbaar, メールエラー, エラー通知, 配信不能, 送信できません, 配信エラー, 送信できません, 宛先不明, 退信, 投递失败, 系统退信")

	// complaint is a subject of services that pass complaints on without RFC 5965.
	complaint = phrases("complaint about message, complaint about email, abuse report, spam report, feedback loop")

	// robots are the senders of such reports.
	robots = regexp.MustCompile(`(?i)mailer[-_ ]?daemon|postmaster|mail[-_ ]?daemon|mail delivery|mail administrator|delivery (?:sub)?system|mail(?:er)? (?:sub)?system|mail transport|maildelivery|daemon@|mailadm|delivery service`)

	// waiting is what a warning says, and final what the end of waiting says.
	waiting = phrases("delivery delayed, delivery is delayed, been delayed, is delayed, delay in the delivery, delayed mail, message delayed, will be retried, will retry, will keep trying, keep trying, continue trying, continue to try, continue to attempt, try again for, will try again, still trying, still being attempted, still in the queue, not yet been delivered, not been delivered yet, not yet received, no need to resend, do not need to resend, not need to resend, warning message only, this is a warning, warning only, temporary warning, transient non fatal, delivery attempts will continue, attempts to deliver .. will continue, no action is required, noch nicht zugestellt, wird weiter versucht, verzögert, будут продолжены, попытки доставки будут, доставка задерж, задержк, буде продовжено, toujours en attente, retardé, retrasado, in ritardo, opóźnion")
	final   = phrases("giving up, given up, gave up, will not be retried, will not try again, will not be attempted, permanent error, permanent fatal, permanent failure, final attempt, i wont, has been returned, was returned, could not be delivered within, returned to sender, returning message to sender, abandoned")

	// arrived is what a receipt says.
	arrived = phrases("successful mail delivery, successfully delivered, was delivered successfully, been delivered successfully, delivery successful, successful delivery, successfully relayed, delivery to these recipients .. complete, has been delivered to the following, was delivered to the following, message has been delivered, message was delivered, message delivered, your message was successfully, erfolgreich zugestellt, успешно доставлен, доставлено успешно, remis avec succès, entregado correctamente, return receipt, read receipt, lesebestätigung, уведомление о прочтении")
	undone  = phrases("not delivered, not successfully, not be delivered, nicht, не был, не удалось, unsuccessful")
)

// isAbsence tells an automatic answer of a person's mailbox. Servers mark their
// reports as automatic too, so the mark alone counts only where nothing else
// speaks of a failure.
func (m *reading) isAbsence() bool {
	subject := m.subject()
	if says(subject, absence) && !says(subject, failure) {
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

// isBounce tells a report by who sends it, what it is called, or a header.
func (m *reading) isBounce() bool {
	if m.head.Has("X-Failed-Recipients") || len(m.status) > 0 {
		return true
	}
	if m.isReport("delivery-status") {
		return true
	}
	from, _ := m.head.Text("From") // as far as it can be decoded
	return robots.MatchString(from) || says(m.subject(), failure) || m.original != nil && (strings.TrimSpace(m.head.Get("Return-Path")) == "<>" || says(plainWords(m.report), failure))
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
