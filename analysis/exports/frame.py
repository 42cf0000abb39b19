"""Word the columns that fieldwork adds to every data package, and say what asks for care with each."""

from __future__ import annotations

from collections.abc import Mapping

FRAME_LABELS: Mapping[str, Mapping[str, str]] = {
    "response": {"en": "Response", "vi": "Phiếu trả lời"},
    "language": {"en": "Language of the answers", "vi": "Ngôn ngữ trả lời"},
    "day": {"en": "Day of the response, when the server took it", "vi": "Ngày trả lời, khi máy chủ nhận được"},
    "not_before": {
        "en": "First day on which it may have been given: of a kiosk that had no network, the day on which it had last "
        "heard the server; it was given on a day from this one to the day of the response. Empty: not known. The "
        "kiosk’s own clock decides nothing",
        "vi": "Ngày sớm nhất mà phiếu có thể đã được trả lời: với ki-ốt không có mạng, là ngày gần nhất ki-ốt liên lạc "
        "được với máy chủ; phiếu được trả lời vào một ngày từ ngày này đến ngày trả lời. Để trống: không rõ. Đồng hồ "
        "của ki-ốt không quyết định gì",
    },
    "version": {"en": "Version of the questionnaire", "vi": "Phiên bản bảng hỏi"},
    "sample_source": {"en": "Sample source", "vi": "Nguồn mẫu"},
    "channel": {"en": "Channel", "vi": "Kênh"},
    "mode": {"en": "Mode", "vi": "Phương thức"},
    "collection_point": {"en": "Collection point", "vi": "Điểm thu thập"},
    "design_weight": {"en": "Design weight", "vi": "Trọng số thiết kế"},
    "stratum": {"en": "Stratum", "vi": "Tầng"},
    "cluster": {"en": "Cluster", "vi": "Cụm"},
    "basis": {"en": "Basis of the sample, A to D", "vi": "Cơ sở của mẫu, A đến D"},
    "sign_trap": {
        "en": "Sign (1 yes, 0 no): a box that people neither see nor hear was filled in, as programs do. A sign to "
        "look at, no reason to delete",
        "vi": "Dấu hiệu (1 có, 0 không): một ô mà người trả lời không thấy và không nghe được đã được điền, như chương "
        "trình máy thường làm. Chỉ để xem xét, không phải lý do để xoá",
    },
    "sign_haste": {
        "en": "Sign (1 yes, 0 no): more than half of the pages took less than a third of the time that reading them "
        "takes in their language. A sign to look at, no reason to delete",
        "vi": "Dấu hiệu (1 có, 0 không): hơn một nửa số trang được trả lời trong chưa đến một phần ba thời gian cần để "
        "đọc bằng ngôn ngữ đó. Chỉ để xem xét, không phải lý do để xoá",
    },
    "sign_rush": {
        "en": "Sign (1 yes, 0 no): began while unusually many began through the same link or from the same network, "
        "as in a full hall, or a flood. A sign to look at, no reason to delete",
        "vi": "Dấu hiệu (1 có, 0 không): bắt đầu khi rất nhiều người cùng bắt đầu qua cùng một đường dẫn hoặc từ cùng "
        "một mạng, như trong một hội trường đông người hoặc một đợt gửi ồ ạt. Chỉ để xem xét, không phải lý do để xoá",
    },
    "index": {"en": "Number of the instance", "vi": "Số thứ tự"},
}
FRAME_ROLES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "response": ("key", ("identifies a response",)),
    "language": ("fieldwork", ("may help to recognise",)),
    "day": ("fieldwork", ("may help to recognise",)),
    "not_before": ("fieldwork", ("may help to recognise",)),
    "version": ("fieldwork", ()),
    "sample_source": ("fieldwork", ()),
    "channel": ("fieldwork", ()),
    "mode": ("fieldwork", ()),
    "collection_point": ("fieldwork", ("may help to recognise",)),
    "design_weight": ("weight", ()),
    "stratum": ("design", ()),
    "cluster": ("design", ("may help to recognise",)),
    "basis": ("design", ()),
    "sign_trap": ("sign", ()),
    "sign_haste": ("sign", ()),
    "sign_rush": ("sign", ()),
    "index": ("key", ()),
}
MISSING_LABELS: Mapping[str, Mapping[str, str]] = {
    "unanswered": {
        "en": "Left unanswered",
        "vi": "Để trống",
        "ar": "تُرك بلا إجابة",
        "cs": "Bez odpovědi",
        "de": "Unbeantwortet gelassen",
        "es": "Sin contestar",
        "fr": "Laissé sans réponse",
        "ja": "無回答",
        "km": "ទុកមិនឆ្លើយ",
        "ko": "응답하지 않음",
        "lo": "ປະໄວ້ບໍ່ຕອບ",
        "pl": "Pozostawiono bez odpowiedzi",
        "ru": "Оставлено без ответа",
        "th": "ไม่ได้ตอบ",
        "zh-Hans": "未作答",
        "zh-Hant": "未作答",
    },
    "refused": {
        "en": "Refused",
        "vi": "Từ chối trả lời",
        "ar": "رفض الإجابة",
        "cs": "Odmítl(a) odpovědět",
        "de": "Antwort verweigert",
        "es": "Rehusó contestar",
        "fr": "Refus de répondre",
        "ja": "回答拒否",
        "km": "បដិសេធមិនឆ្លើយ",
        "ko": "응답 거절",
        "lo": "ປະຕິເສດບໍ່ຕອບ",
        "pl": "Odmowa odpowiedzi",
        "ru": "Отказ от ответа",
        "th": "ปฏิเสธที่จะตอบ",
        "zh-Hans": "拒绝回答",
        "zh-Hant": "拒絕回答",
    },
    "dont_know": {
        "en": "Don’t know",
        "vi": "Không biết",
        "ar": "لا أعرف",
        "cs": "Neví",
        "de": "Weiß nicht",
        "es": "No sabe",
        "fr": "Ne sait pas",
        "ja": "わからない",
        "km": "មិនដឹង",
        "ko": "모름",
        "lo": "ບໍ່ຮູ້",
        "pl": "Nie wie",
        "ru": "Не знает",
        "th": "ไม่ทราบ",
        "zh-Hans": "不知道",
        "zh-Hant": "不知道",
    },
    "not_applicable": {
        "en": "Not applicable",
        "vi": "Không áp dụng",
        "ar": "لا ينطبق",
        "cs": "Netýká se",
        "de": "Trifft nicht zu",
        "es": "No procede",
        "fr": "Sans objet",
        "ja": "該当しない",
        "km": "មិនអនុវត្តចំពោះ",
        "ko": "해당 없음",
        "lo": "ບໍ່ກ່ຽວຂ້ອງ",
        "pl": "Nie dotyczy",
        "ru": "Неприменимо",
        "th": "ไม่เกี่ยวข้อง",
        "zh-Hans": "不适用",
        "zh-Hant": "不適用",
    },
}
"""In every language that a questionnaire may be offered in, where its author words them no other way."""
