package cli

type workCommand struct{}

// Run works jobs until it is stopped; the queue lets running jobs finish.
func (c *workCommand) Run(a *app) error {
	_, queue, done, err := a.openDesk(false)
	if err != nil {
		return err
	}
	defer done()
	a.tell("Working background jobs; stop with Ctrl-C.")
	return queue.Work(a.ctx)
}
