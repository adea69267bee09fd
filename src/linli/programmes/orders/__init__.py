"""Orders (三单): a resident orders a service, the community dispatches, a member accepts; done, confirmed, thanked."""
