"""Free training and what came of it: courses, certificates, in work after three and six months by consent."""
