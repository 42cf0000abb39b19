"""Word the columns that fieldwork adds to every data package, and say what asks for care with each."""

from __future__ import annotations

from collections.abc import Mapping

FRAME_LABELS: Mapping[str, Mapping[str, str]] = {
    "response": {"en": "Response", "vi": "Phiếu trả lời"},
    "language": {"en": "Language of the answers", "vi": "Ngôn ngữ trả lời"},
    "day": {"en": "Day of the response", "vi": "Ngày trả lời"},
    "version": {"en": "Version of the questionnaire", "vi": "Phiên bản bảng hỏi"},
    "sample_source": {"en": "Sample source", "vi": "Nguồn mẫu"},
    "channel": {"en": "Channel", "vi": "Kênh"},
    "mode": {"en": "Mode", "vi": "Phương thức"},
    "collection_point": {"en": "Collection point", "vi": "Điểm thu thập"},
    "design_weight": {"en": "Design weight", "vi": "Trọng số thiết kế"},
    "stratum": {"en": "Stratum", "vi": "Tầng"},
    "cluster": {"en": "Cluster", "vi": "Cụm"},
    "basis": {"en": "Basis of the sample, A to D", "vi": "Cơ sở của mẫu, A đến D"},
    "index": {"en": "Number of the instance", "vi": "Số thứ tự"},
}
FRAME_ROLES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "response": ("key", ("identifies a response",)),
    "language": ("fieldwork", ("may help to recognise",)),
    "day": ("fieldwork", ("may help to recognise",)),
    "version": ("fieldwork", ()),
    "sample_source": ("fieldwork", ()),
    "channel": ("fieldwork", ()),
    "mode": ("fieldwork", ()),
    "collection_point": ("fieldwork", ("may help to recognise",)),
    "design_weight": ("weight", ()),
    "stratum": ("design", ()),
    "cluster": ("design", ("may help to recognise",)),
    "basis": ("design", ()),
    "index": ("key", ()),
}
MISSING_LABELS: Mapping[str, Mapping[str, str]] = {
    "unanswered": {"en": "Left unanswered", "vi": "Để trống"},
    "refused": {"en": "Refused", "vi": "Từ chối trả lời"},
    "dont_know": {"en": "Don’t know", "vi": "Không biết"},
    "not_applicable": {"en": "Not applicable", "vi": "Không áp dụng"},
}
