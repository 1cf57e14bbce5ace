"""The one machine for what is said once and never changed: messages, statements about persons, steps of log review.

What is said about a subject is numbered from 1, is said once however often it is sent, and is never changed. Nobody
says anything without having seen what has been said before. Who may say what, and who may see it, the rooms above know.
"""
