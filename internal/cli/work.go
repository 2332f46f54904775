package cli

type workCommand struct {
	Base string `placeholder:"URL" help:"The address people reach the pages by, as serve has it: for links in mails."`
}

// Run works jobs until it is stopped; the queue lets running jobs finish.
func (c *workCommand) Run(a *app) error {
	d, queue, done, err := a.openDesk(false)
	if err != nil {
		return err
	}
	defer done()
	d.MailAnswers(answerMail(c.Base))
	a.tell("Working background jobs; stop with Ctrl-C.")
	return queue.Work(a.ctx)
}
