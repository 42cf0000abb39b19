"""Word the choices and messages that a format implies without writing them, such as yes and no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from surveyapp.questionnaire.model import Text, parents_of

Implied = Literal[
    "yes",
    "no",
    "uncertain",
    "female",
    "male",
    "increase",
    "same",
    "decrease",
    "other",
    "ok",
    "check",
    "number",
    "row",
    "more",
    "answer",
]

_ORDER: tuple[Implied, ...] = (
    "yes", "no", "uncertain", "female", "male", "increase", "same", "decrease", "other", "ok", "check", "number", "row",
    "more", "answer",
)  # fmt: skip
_NUMBER_EN = "Please enter a number."
_WORDINGS: dict[str, tuple[str, ...]] = {
    "en": ("Yes", "No", "Uncertain", "Female", "Male", "Increase", "Same", "Decrease", "Other", "OK",
           "Please check this answer.", _NUMBER_EN, "Please give one answer for each row.", "Add another one?",
           "Please answer this question."),
    "vi": ("Có", "Không", "Không chắc chắn", "Nữ", "Nam", "Tăng", "Như cũ", "Giảm", "Khác", "OK",
           "Vui lòng kiểm tra lại câu trả lời này.", "Vui lòng nhập một số.", "Vui lòng trả lời từng dòng.",
           "Thêm một mục nữa?", "Vui lòng trả lời câu hỏi này."),
    "zh": ("是", "否", "不确定", "女", "男", "增加", "不变", "减少", "其他", "确定",
           "请检查这个答案。", "请输入一个数字。", "请逐行回答。", "再添加一项吗？", "请回答此问题。"),
    "ko": ("예", "아니요", "잘 모르겠음", "여성", "남성", "증가", "그대로", "감소", "기타", "확인",
           "이 답변을 확인해 주세요.", "숫자를 입력해 주세요.", "각 행에 답해 주세요.", "하나 더 추가하시겠습니까?",
           "이 질문에 답해 주세요."),
    "ja": ("はい", "いいえ", "わからない", "女性", "男性", "増加", "変わらない", "減少", "その他", "OK",
           "この回答を確認してください。", "数字を入力してください。", "各行にお答えください。",
           "もう一つ追加しますか。", "この質問にお答えください。"),
    "ar": ("نعم", "لا", "غير متأكد", "أنثى", "ذكر", "زيادة", "كما هو", "نقصان", "أخرى", "موافق",
           "يرجى التحقق من هذه الإجابة.", "يرجى إدخال رقم.", "يرجى الإجابة عن كل صف.", "هل تريد إضافة عنصر آخر؟",
           "يرجى الإجابة عن هذا السؤال."),
    "fr": ("Oui", "Non", "Incertain", "Féminin", "Masculin", "Augmenter", "Identique", "Diminuer", "Autre", "OK",
           "Veuillez vérifier cette réponse.", "Veuillez saisir un nombre.", "Veuillez répondre à chaque ligne.",
           "En ajouter un autre ?", "Veuillez répondre à cette question."),
    "de": ("Ja", "Nein", "Unsicher", "Weiblich", "Männlich", "Zunahme", "Gleich", "Abnahme", "Sonstiges", "OK",
           "Bitte diese Antwort prüfen.", "Bitte eine Zahl eingeben.", "Bitte jede Zeile beantworten.",
           "Noch einen Eintrag hinzufügen?", "Bitte diese Frage beantworten."),
    "es": ("Sí", "No", "No estoy seguro", "Femenino", "Masculino", "Aumentar", "Igual", "Disminuir", "Otro", "OK",
           "Compruebe esta respuesta.", "Introduzca un número.", "Responda a cada fila.", "¿Añadir otro?",
           "Responda a esta pregunta."),
    "it": ("Sì", "No", "Incerto", "Femmina", "Maschio", "Aumentare", "Uguale", "Diminuire", "Altro", "OK",
           "Controllare questa risposta.", "Inserire un numero.", "Rispondere a ogni riga.", "Aggiungerne un altro?",
           "Rispondere a questa domanda."),
    "pt": ("Sim", "Não", "Incerto", "Feminino", "Masculino", "Aumentar", "Igual", "Diminuir", "Outro", "OK",
           "Verifique esta resposta.", "Introduza um número.", "Responda a cada linha.", "Adicionar outro?",
           "Responda a esta pergunta."),
    "ru": ("Да", "Нет", "Затрудняюсь ответить", "Женский", "Мужской", "Увеличение", "Без изменений", "Уменьшение",
           "Другое", "OK", "Пожалуйста, проверьте этот ответ.", "Пожалуйста, введите число.",
           "Пожалуйста, ответьте в каждой строке.", "Добавить ещё один?",
           "Пожалуйста, ответьте на этот вопрос."),
    "zh-Hant": ("是", "否", "不確定", "女", "男", "增加", "不變", "減少", "其他", "確定",
                "請檢查這個答案。", "請輸入一個數字。", "請逐列回答。", "再新增一項嗎？", "請回答此問題。"),
    "km": ("បាទ/ចាស", "ទេ", "មិនប្រាកដ", "ស្រី", "ប្រុស", "កើនឡើង", "ដដែល", "ថយចុះ", "ផ្សេងទៀត", "យល់ព្រម",
           "សូមពិនិត្យចម្លើយនេះ។", "សូមបញ្ចូលលេខមួយ។", "សូមឆ្លើយគ្រប់ជួរ។", "បន្ថែមមួយទៀតឬ?", "សូមឆ្លើយសំណួរនេះ។"),
    "lo": ("ແມ່ນ", "ບໍ່ແມ່ນ", "ບໍ່ແນ່ໃຈ", "ຍິງ", "ຊາຍ", "ເພີ່ມຂຶ້ນ", "ຄືເກົ່າ", "ຫຼຸດລົງ", "ອື່ນໆ", "ຕົກລົງ",
           "ກະລຸນາກວດຄຳຕອບນີ້.", "ກະລຸນາໃສ່ຕົວເລກ.", "ກະລຸນາຕອບທຸກແຖວ.", "ເພີ່ມອີກລາຍການບໍ?", "ກະລຸນາຕອບຄຳຖາມນີ້."),
    "th": ("ใช่", "ไม่ใช่", "ไม่แน่ใจ", "หญิง", "ชาย", "เพิ่มขึ้น", "เท่าเดิม", "ลดลง", "อื่น ๆ", "ตกลง",
           "โปรดตรวจสอบคำตอบนี้", "โปรดใส่ตัวเลข", "โปรดตอบทุกแถว", "เพิ่มอีกรายการหรือไม่", "โปรดตอบคำถามนี้"),
    "cs": ("Ano", "Ne", "Nejsem si jistý/á", "Žena", "Muž", "Nárůst", "Stejné", "Pokles", "Jiné", "OK",
           "Zkontrolujte prosím tuto odpověď.", "Zadejte prosím číslo.", "Odpovězte prosím v každém řádku.",
           "Přidat další?", "Odpovězte prosím na tuto otázku."),
    "pl": ("Tak", "Nie", "Trudno powiedzieć", "Kobieta", "Mężczyzna", "Wzrost", "Bez zmian", "Spadek", "Inne", "OK",
           "Proszę sprawdzić tę odpowiedź.", "Proszę wpisać liczbę.", "Proszę odpowiedzieć w każdym wierszu.",
           "Dodać kolejną pozycję?", "Proszę odpowiedzieć na to pytanie."),
}  # fmt: skip


def implied(name: Implied, languages: Sequence[str]) -> Text:
    """Return our wording in each of these languages, in English where we have none."""
    at = _ORDER.index(name)
    return {tag: _wordings(tag)[at] for tag in languages}


def _wordings(language: str) -> tuple[str, ...]:
    return next(_WORDINGS[tag] for tag in (*parents_of(language), "en") if tag in _WORDINGS)
