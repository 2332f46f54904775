package cli

import (
	"strings"
	"testing"

	"debitor/internal/authority"
	"debitor/internal/desk"
)

// The mail that asks for somebody's word leads to a link, or says where to answer
// where no link can.
func TestAnswerMail(t *testing.T) {
	m := desk.AnswerMail{Language: "de", Person: "Vera", Company: "Mühle", Token: "to.ken"}
	m.Request.Number, m.Request.Kind, m.Request.Name, m.Request.Reason = 17, authority.AssignCategory, "Bäckerei", "drei Verzüge"
	subject, linked := answerMail("https://debitor.example/")(m)
	bare, page := answerMail("")(m)
	if subject != bare || !strings.Contains(subject, "Bäckerei") || !strings.Contains(linked, "\nhttps://debitor.example/answer/to.ken\n") {
		t.Error(subject, linked)
	}
	if !strings.Contains(page, "auf der Seite „Freigaben“: Antrag Nr. 17.") || !strings.Contains(page, "Grund: drei Verzüge") || strings.Contains(page, "to.ken") {
		t.Error(page)
	}
}
