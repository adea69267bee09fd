"""Free training on the phone: find a course, enrol, agree to be asked later or take it back."""
