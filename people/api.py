"""Employees, and who I am."""

from typing import Any, ClassVar

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from people.api_access import actor_of
from people.api_base import WalledSerializer
from people.api_views import Filters, Listed, Retrieved, WalledViewSet
from people.models import Employee
from people.policy import Relation


class EmployeeSerializer(WalledSerializer[Employee]):
    name = serializers.CharField(read_only=True)
    pseudonym = serializers.CharField(read_only=True)

    class Meta:
        model = Employee
        fields = (
            "id",
            "name",
            "given_name",
            "family_name",
            "pseudonym",
            "number",
            "job_title",
            "department",
            "establishment",
            "email",
            "phone",
            "language",
            "hired_on",
            "left_on",
            "shift_starts",
            "shift_ends",
        )
        read_only_fields = fields


class EmployeeFilters(Filters):
    department = serializers.IntegerField(min_value=1, max_value=2**62)
    establishment = serializers.IntegerField(min_value=1, max_value=2**62)


class EmployeeViewSet(Listed, Retrieved, WalledViewSet):
    """Employees the reader may know of; a supervisor sees name and job."""

    model = Employee
    queryset = Employee.objects.none()
    serializer_class = EmployeeSerializer
    filters = EmployeeFilters
    ordering = "pk"


class MeSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField()
    name = serializers.CharField()
    language = serializers.CharField()
    employee = serializers.IntegerField(allow_null=True)
    supervises = serializers.ListField(child=serializers.IntegerField())
    roles = serializers.DictField(child=serializers.ListField(child=serializers.IntegerField()))
    today = serializers.DateField()


class MeView(APIView):
    """The account behind the request, with its roles by establishment."""

    roles: ClassVar[tuple[Relation, ...]] = (Relation.HR, Relation.SAFETY, Relation.AUDITOR, Relation.IT)

    @extend_schema(responses=MeSerializer, operation_id="me_retrieve")
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        found = {
            "email": actor.user.email if actor.user else "",
            "name": str(actor.user),
            "language": actor.user.language if actor.user else "",
            "employee": actor.employee_id,
            "supervises": sorted(actor.departments),
            "roles": {role.value: sorted(actor.sites[role]) for role in self.roles if actor.has(role)},
            "today": actor.today,
        }
        return Response(MeSerializer(found).data)


routes = [("employees", EmployeeViewSet, "employee")]
urlpatterns = [path("me/", MeView.as_view(), name="me")]
