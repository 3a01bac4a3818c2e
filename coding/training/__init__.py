"""How the shipped model is made from the example notes; needed on a developer's machine only (extra ``train``)."""
