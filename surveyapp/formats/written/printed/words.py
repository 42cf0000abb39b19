"""Word the instructions of a printed questionnaire in every language of the survey; others get English."""

from __future__ import annotations

from typing import Literal

Word = Literal[
    "only_if", "and", "or", "not", "is", "is_not", "less", "at_most", "more", "at_least", "one_of", "none_of",
    "includes", "lacks", "missing", "answered", "question", "one", "several", "between", "from_count", "up_to_count",
    "number", "from", "up_to", "text", "rank", "rank_some", "each_row", "date", "month", "time", "datetime",
    "duration", "sum", "best", "worst", "best_worst", "yes", "no", "refused", "dont_know", "not_applicable",
    "required", "check", "shuffled", "comment", "again", "thanks", "day", "total",
]  # fmt: skip

_ORDER: tuple[Word, ...] = (
    "only_if", "and", "or", "not", "is", "is_not", "less", "at_most", "more", "at_least", "one_of", "none_of",
    "includes", "lacks", "missing", "answered", "question", "one", "several", "between", "from_count", "up_to_count",
    "number", "from", "up_to", "text", "rank", "rank_some", "each_row", "date", "month", "time", "datetime",
    "duration", "sum", "best", "worst", "best_worst", "yes", "no", "refused", "dont_know", "not_applicable",
    "required", "check", "shuffled", "comment", "again", "thanks", "day", "total",
)  # fmt: skip
_WORDS: dict[str, tuple[str, ...]] = {
    "en": (
        "Answer only if {0}", "{0} and {1}", "{0} or {1}", "it is not so that {0}", "{0} is {1}", "{0} is not {1}",
        "{0} is less than {1}", "{0} is at most {1}", "{0} is more than {1}", "{0} is at least {1}",
        "{0} is one of {1}", "{0} is none of {1}", "{0} includes {1}", "{0} does not include {1}",
        "{0} is not answered", "{0} is answered", "question {0}", "Tick one answer.", "Tick all that apply.",
        "Tick {0} to {1} answers.", "Tick at least {0} answers.", "Tick at most {0} answers.", "Write a number.",
        "Write a number, at least {0}.", "Write a number, at most {0}.", "Write your answer.",
        "Put all in order: write 1 beside the first.", "Write 1 to {0} beside the first {0}.",
        "Give an answer in every row.", "Write the date: year, month, day.", "Write the month: year, month.",
        "Write the time: hours, minutes.", "Write date and time.", "Write how long.",
        "Write a number in every row; mind the total.", "Best", "Worst", "Tick one best and one worst in each table.",
        "Yes", "No", "I would rather not say", "I don’t know", "Does not apply to me", "Please answer this question.",
        "Please note", "On screen these come in random order.", "Comment", "Asked again for each one",
        "Thank you for taking part.", "Year – month – day", "Total",
    ),
    "vi": (
        "Chỉ trả lời nếu {0}", "{0} và {1}", "{0} hoặc {1}", "không phải là {0}", "{0} là {1}", "{0} không phải là {1}",
        "{0} nhỏ hơn {1}", "{0} nhiều nhất là {1}", "{0} lớn hơn {1}", "{0} ít nhất là {1}", "{0} là một trong {1}",
        "{0} không thuộc {1}", "{0} có chọn {1}", "{0} không chọn {1}", "{0} chưa được trả lời",
        "{0} đã được trả lời", "câu {0}", "Đánh dấu một câu trả lời.", "Đánh dấu tất cả các ý phù hợp.",
        "Đánh dấu từ {0} đến {1} ý.", "Đánh dấu ít nhất {0} ý.", "Đánh dấu nhiều nhất {0} ý.", "Ghi một số.",
        "Ghi một số, ít nhất là {0}.", "Ghi một số, nhiều nhất là {0}.", "Ghi câu trả lời.",
        "Xếp thứ tự tất cả: ghi số 1 bên cạnh ý đứng đầu.", "Ghi từ 1 đến {0} bên cạnh {0} ý đứng đầu.",
        "Trả lời ở từng dòng.", "Ghi ngày: năm, tháng, ngày.", "Ghi tháng: năm, tháng.", "Ghi giờ: giờ, phút.",
        "Ghi ngày và giờ.", "Ghi khoảng thời gian.", "Ghi một số ở từng dòng; chú ý tổng số.", "Nhất", "Kém nhất",
        "Trong mỗi bảng, đánh dấu một ý nhất và một ý kém nhất.", "Có", "Không", "Tôi không muốn trả lời",
        "Tôi không biết", "Không áp dụng cho tôi", "Vui lòng trả lời câu này.", "Xin lưu ý",
        "Trên màn hình, các ý này được xếp ngẫu nhiên.", "Ý kiến", "Hỏi lại cho từng trường hợp",
        "Cảm ơn quý vị đã tham gia.", "Năm – tháng – ngày", "Tổng",
    ),
    "zh": (
        "仅在以下情况回答：{0}", "{0}且{1}", "{0}或{1}", "并非{0}", "{0}为{1}", "{0}不为{1}", "{0}小于{1}",
        "{0}不超过{1}", "{0}大于{1}", "{0}至少为{1}", "{0}为{1}之一", "{0}不属于{1}", "{0}选择了{1}",
        "{0}没有选择{1}", "{0}未回答", "{0}已回答", "第{0}题", "请勾选一个答案。", "请勾选所有符合的答案。",
        "请勾选{0}至{1}个答案。", "请至少勾选{0}个答案。", "请最多勾选{0}个答案。", "请填写一个数字。",
        "请填写一个不小于{0}的数字。", "请填写一个不大于{0}的数字。", "请填写您的回答。",
        "请全部排序：在排第一的旁边写1。", "请在前{0}项旁边写1至{0}。", "请逐行回答。", "请填写日期：年、月、日。",
        "请填写月份：年、月。", "请填写时间：时、分。", "请填写日期和时间。", "请填写时长。",
        "请在每一行填写一个数字，并注意总数。", "最好", "最差", "请在每个表格中勾选一个最好和一个最差。", "是", "否",
        "我不想回答", "我不知道", "不适用于我", "请回答此题。", "请注意", "在屏幕上，这些选项以随机顺序出现。", "备注",
        "对每一项重复提问", "感谢您的参与。", "年 – 月 – 日", "合计",
    ),
    "ko": (
        "다음의 경우에만 답해 주십시오: {0}", "{0}, 그리고 {1}", "{0}, 또는 {1}", "다음이 아닌 경우: {0}",
        "{0}의 답이 {1}",
        "{0}의 답이 {1}이(가) 아님", "{0}의 답이 {1} 미만", "{0}의 답이 {1} 이하", "{0}의 답이 {1} 초과",
        "{0}의 답이 {1} 이상", "{0}의 답이 {1} 중 하나", "{0}의 답이 {1} 중 어느 것도 아님", "{0}에서 {1} 선택",
        "{0}에서 {1} 선택하지 않음", "{0}에 답하지 않음", "{0}에 답함", "{0}번 문항", "하나만 표시해 주십시오.",
        "해당하는 것을 모두 표시해 주십시오.", "{0}개에서 {1}개까지 표시해 주십시오.", "{0}개 이상 표시해 주십시오.",
        "{0}개까지 표시해 주십시오.", "숫자를 적어 주십시오.", "{0} 이상의 숫자를 적어 주십시오.",
        "{0} 이하의 숫자를 적어 주십시오.", "답을 적어 주십시오.", "모두 순서대로: 첫째 항목 옆에 1을 적어 주십시오.",
        "처음 {0}개 옆에 1부터 {0}까지 적어 주십시오.", "각 행에 답해 주십시오.", "날짜를 적어 주십시오: 연, 월, 일.",
        "월을 적어 주십시오: 연, 월.", "시각을 적어 주십시오: 시, 분.", "날짜와 시각을 적어 주십시오.",
        "기간을 적어 주십시오.", "각 행에 숫자를 적고 합계를 확인해 주십시오.", "가장 좋음", "가장 나쁨",
        "각 표에서 가장 좋은 것과 가장 나쁜 것을 하나씩 표시해 주십시오.", "예", "아니요", "답하고 싶지 않음", "모름",
        "해당 없음", "이 문항에 답해 주십시오.", "참고", "화면에서는 무작위 순서로 나옵니다.", "의견",
        "각각에 대해 다시 묻습니다", "참여해 주셔서 감사합니다.", "연 – 월 – 일", "합계",
    ),
    "ja": (
        "次の場合だけお答えください：{0}", "{0}、かつ{1}", "{0}、または{1}", "次の場合以外：{0}", "{0}が{1}",
        "{0}が{1}ではない", "{0}が{1}より小さい", "{0}が{1}以下", "{0}が{1}より大きい", "{0}が{1}以上",
        "{0}が{1}のいずれか", "{0}が{1}のいずれでもない", "{0}で{1}を選んだ", "{0}で{1}を選んでいない",
        "{0}に答えていない", "{0}に答えた", "問{0}", "一つに印をつけてください。",
        "当てはまるものすべてに印をつけてください。",
        "{0}つから{1}つまで印をつけてください。", "{0}つ以上に印をつけてください。", "{0}つまで印をつけてください。",
        "数字を書いてください。", "{0}以上の数字を書いてください。", "{0}以下の数字を書いてください。",
        "お答えを書いてください。", "すべてに順位をつけ、1位の横に1と書いてください。",
        "上位{0}つの横に1から{0}を書いてください。", "各行にお答えください。", "日付を書いてください：年、月、日。",
        "月を書いてください：年、月。", "時刻を書いてください：時、分。", "日付と時刻を書いてください。",
        "長さを書いてください。", "各行に数字を書き、合計にご注意ください。", "最も良い", "最も悪い",
        "各表で、最も良いものと最も悪いものに一つずつ印をつけてください。", "はい", "いいえ", "答えたくない",
        "わからない", "当てはまらない", "この質問にお答えください。", "ご注意", "画面では無作為な順に並びます。",
        "コメント", "一つずつ繰り返し質問します", "ご協力ありがとうございました。", "年 – 月 – 日", "合計",
    ),
    "ar": (
        "أجب فقط إذا كان: {0}", "{0} و{1}", "{0} أو {1}", "ليس صحيحًا أن {0}", "{0} هو {1}", "{0} ليس {1}",
        "{0} أقل من {1}", "{0} لا يزيد على {1}", "{0} أكثر من {1}", "{0} لا يقل عن {1}", "{0} واحد من {1}",
        "{0} ليس أيًا من {1}", "{0} يتضمن {1}", "{0} لا يتضمن {1}", "{0} بلا إجابة", "{0} أُجيب عنه",
        "السؤال {0}", "ضع علامة على إجابة واحدة.", "ضع علامة على كل ما ينطبق.", "ضع علامة على {0} إلى {1} إجابات.",
        "ضع علامة على {0} إجابات على الأقل.", "ضع علامة على {0} إجابات على الأكثر.", "اكتب رقمًا.",
        "اكتب رقمًا لا يقل عن {0}.", "اكتب رقمًا لا يزيد على {0}.", "اكتب إجابتك.",
        "رتّب الكل: اكتب 1 بجانب الأول.", "اكتب من 1 إلى {0} بجانب أول {0}.", "أجب في كل صف.",
        "اكتب التاريخ: السنة والشهر واليوم.", "اكتب الشهر: السنة والشهر.", "اكتب الوقت: الساعات والدقائق.",
        "اكتب التاريخ والوقت.", "اكتب المدة.", "اكتب رقمًا في كل صف مع مراعاة المجموع.", "الأفضل", "الأسوأ",
        "ضع علامة على الأفضل وعلى الأسوأ في كل جدول.", "نعم", "لا", "أفضّل عدم الإجابة", "لا أعرف",
        "لا ينطبق عليّ", "يرجى الإجابة عن هذا السؤال.", "يرجى الانتباه", "تظهر هذه على الشاشة بترتيب عشوائي.",
        "تعليق", "يتكرر السؤال لكل واحد", "شكرًا لمشاركتكم.", "السنة – الشهر – اليوم", "المجموع",
    ),
}  # fmt: skip


def say(word: Word, language: str, *values: object) -> str:
    """Return an instruction in a language, with its values put in; in English where we have no words."""
    words = _WORDS.get(language.partition("-")[0], _WORDS["en"])
    return words[_ORDER.index(word)].format(*values)
