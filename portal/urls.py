"""The pages of employees and supervisors."""

app_name = "portal"
urlpatterns: list[object] = []
