"""Shapes of many inquiries in one post."""

from rest_framework import serializers

from capture.api.serializers import InquiryInput
from capture.choices import InquiryState


class BatchItem(InquiryInput):
    """An inquiry as it is posted alone; the same key with the same content is one inquiry."""

    idempotency_key = serializers.CharField(required=False, max_length=255)


class BatchInput(serializers.Serializer):
    """1 to 500 inquiries; each is judged by itself."""

    inquiries = BatchItem(many=True, max_length=500)  # type: ignore[call-arg]


class ItemFault(serializers.Serializer):
    """One fault of an inquiry."""

    path = serializers.CharField()
    message = serializers.CharField()


class ItemProblem(serializers.Serializer):
    """Why an inquiry was not stored, as the answer to a post of it alone would say."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = ItemFault(many=True, required=False)  # type: ignore[assignment]


class ItemResult(serializers.Serializer):
    """What became of the inquiry at ``index``: with 202 it is stored, else ``problem`` says why not."""

    index = serializers.IntegerField()
    status = serializers.IntegerField()
    id = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(choices=InquiryState.choices, required=False)
    status_url = serializers.URLField(required=False)
    problem = ItemProblem(required=False)


class BatchReceipt(serializers.Serializer):
    """What became of each, in the order posted."""

    stored = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = ItemResult(many=True)
