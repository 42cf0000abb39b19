"""Wording of the synthetic data package, in English and Vietnamese."""

TOPICS = (
    ("Politics, laws and public policy", "Chính trị, luật pháp, chính sách"),
    ("Foreign relations", "Quan hệ đối ngoại"),
    ("Sea, islands and borders", "Biển, đảo, biên giới"),
    ("Economy and trade", "Kinh tế, thương mại"),
    ("Investing and business", "Đầu tư, kinh doanh"),
    ("Science, technology and digital life", "Khoa học, công nghệ, đời sống số"),
    ("Jobs, and working abroad", "Việc làm, lao động ở nước ngoài"),
    ("Education and scholarships", "Giáo dục, học bổng"),
    ("Visas, residence, nationality and consular services", "Visa, cư trú, quốc tịch, việc lãnh sự"),
    ("Land, housing and inheritance", "Nhà đất, thừa kế"),
    ("Travel and places to visit", "Du lịch, địa danh"),
    ("Food", "Ẩm thực"),
    ("Culture, arts and heritage", "Văn hoá, nghệ thuật, di sản"),
    ("History", "Lịch sử"),
    ("Learning the language", "Học tiếng Việt"),
    ("Music, film, sport and popular culture", "Âm nhạc, phim, thể thao"),
    ("People, daily life and society", "Con người, đời sống, xã hội"),
    ("Human rights, religion and media freedom", "Nhân quyền, tôn giáo, tự do báo chí"),
    ("Environment, climate and natural disasters", "Môi trường, khí hậu, thiên tai"),
    ("Health and safety", "Sức khoẻ, an toàn"),
)
NEEDS = (
    ("Visa and entry rules", "Quy định visa, nhập cảnh"),
    ("Services of embassies and consulates", "Thủ tục tại cơ quan đại diện"),
    ("Nationality and identity papers", "Quốc tịch, giấy tờ tuỳ thân"),
    ("Land, housing and inheritance", "Nhà đất, thừa kế"),
    ("Tax, banking and sending money", "Thuế, ngân hàng, gửi tiền"),
    ("Setting up or investing in a business", "Lập hoặc đầu tư vào doanh nghiệp"),
    ("Working in Viet Nam, and having qualifications recognised there", "Làm việc, công nhận bằng cấp"),
    ("Studying in Viet Nam, or going abroad from Viet Nam to study", "Du học đến và từ Việt Nam"),
    ("Vietnamese language classes and learning materials", "Lớp và tài liệu học tiếng Việt"),
    ("Reliable news on current events", "Tin đáng tin cậy về thời sự"),
    ("Official explanations of sensitive events", "Giải thích chính thức về sự việc nhạy cảm"),
    ("Warnings about disasters, health and safety", "Cảnh báo thiên tai, sức khoẻ, an toàn"),
    ("Transport and practical travel information", "Đi lại và thông tin du lịch thiết thực"),
    ("Cultural and community events near me", "Sự kiện văn hoá, cộng đồng gần tôi"),
    ("Protecting the rights of workers, spouses and students abroad", "Bảo vệ quyền lợi ở nước ngoài"),
    ("Statistics and official documents", "Số liệu, văn bản chính thức"),
)
CHANNELS = (
    ("Vietnamese TV", "Truyền hình Việt Nam"),
    ("Vietnamese radio", "Phát thanh Việt Nam"),
    ("The national news agency and its titles", "Thông tấn xã và các báo của thông tấn xã"),
    ("Other newspapers and news sites from Viet Nam", "Báo, trang tin khác của Việt Nam"),
    ("Government websites of Viet Nam", "Trang của cơ quan nhà nước"),
    ("Website or page of an embassy or consulate", "Trang của đại sứ quán, lãnh sự quán"),
    ("A Vietnamese culture centre or event", "Trung tâm hoặc sự kiện văn hoá"),
    ("Media in Vietnamese made abroad", "Báo đài tiếng Việt ở nước ngoài"),
    ("TV or radio of my own country", "Truyền hình, phát thanh nước tôi"),
    ("Newspapers or news sites of my own country", "Báo, trang tin nước tôi"),
    ("International broadcasters", "Đài quốc tế"),
    ("A search engine", "Công cụ tìm kiếm"),
    ("Facebook", "Facebook"),
    ("YouTube", "YouTube"),
    ("TikTok or Douyin", "TikTok, Douyin"),
    ("Zalo", "Zalo"),
    ("WeChat, Weibo or RED (Xiaohongshu)", "WeChat, Weibo, RED"),
    ("KakaoTalk, Naver or LINE", "KakaoTalk, Naver, LINE"),
    ("Telegram, VK, WhatsApp or X", "Telegram, VK, WhatsApp, X"),
    ("Family or friends in Viet Nam", "Gia đình, bạn bè ở Việt Nam"),
    ("Friends or associations where I live", "Bạn bè, hội đoàn nơi tôi sống"),
    ("An AI assistant (a chatbot)", "Trợ lý AI"),
)
SOURCES = (
    ("State media of Viet Nam", "Báo đài nhà nước Việt Nam"),
    ("The government of Viet Nam and its missions", "Chính phủ Việt Nam và cơ quan đại diện"),
    ("Media of my own country", "Báo đài nước tôi"),
    ("International media", "Báo đài quốc tế"),
    ("Media made by Vietnamese communities abroad", "Báo đài của cộng đồng người Việt"),
    ("Experts and universities", "Chuyên gia, trường đại học"),
    ("My friends and family", "Bạn bè, gia đình tôi"),
    ("People I follow online", "Người tôi theo dõi trên mạng"),
)
DIMENSIONS = (
    ("Products and brands", "Hàng hoá, thương hiệu"),
    ("How the country is governed", "Quản trị đất nước"),
    ("Culture and heritage", "Văn hoá, di sản"),
    ("Its people", "Con người"),
    ("Tourism", "Du lịch"),
    ("A place to live, work and invest", "Nơi sống, làm việc, đầu tư"),
    ("Education and science", "Giáo dục, khoa học"),
    ("Environment and care for the future", "Môi trường và tương lai"),
    ("Role in the world", "Vai trò trên thế giới"),
)
AGES = ("Under 16", "16 or 17", "18 to 24", "25 to 34", "35 to 44", "45 to 54", "55 to 64", "65 to 74", "75 or over")
FIVE = tuple((str(at), {"en": f"Point {at}", "vi": f"Mức {at}"}) for at in range(1, 6))
FAVOUR = (
    ("1", {"en": "Very unfavourable", "vi": "Rất không tốt"}),
    ("2", {"en": "Somewhat unfavourable", "vi": "Hơi không tốt"}),
    ("3", {"en": "Somewhat favourable", "vi": "Khá tốt"}),
    ("4", {"en": "Very favourable", "vi": "Rất tốt"}),
)
COUNTRIES = {
    "US": {"en": "United States", "vi": "Hoa Kỳ"},
    "JP": {"en": "Japan", "vi": "Nhật Bản"},
    "KR": {"en": "South Korea", "vi": "Hàn Quốc"},
    "DE": {"en": "Germany", "vi": "Đức"},
    "AU": {"en": "Australia", "vi": "Úc"},
    "TW": {"en": "Taiwan", "vi": "Đài Loan (Trung Quốc)"},
    "FR": {"en": "France", "vi": "Pháp"},
}


def both(pair: tuple[str, str]) -> dict[str, str]:
    """Return wording in both languages."""
    return {"en": pair[0], "vi": pair[1]}
