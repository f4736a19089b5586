"""A quote to look at, in both languages; its template stands beside it."""

import base64
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from zhuixiao.accounts.letterhead import Letterhead
from zhuixiao.kit.documents import Party, Signature, Total
from zhuixiao.kit.templatetags.numbers import money
from zhuixiao.kit.text.amounts import in_words

TEMPLATE = "demo_quote.html"
TITLES = {"zh-hans": "报价单", "en": "Quotation"}
_PRODUCTS = {
    "zh-hans": [
        "电动球阀 DF-125",
        "比例积分电动调节阀",
        "房间温控器 T6861",
        "压差传感器",
        "动态平衡阀",
    ],
    "en": ["Motorised ball valve DF-125", "Proportional control valve", "Room thermostat T6861"],
}


def logo() -> str:
    """A drawn logo as a `data:` address."""
    image = Image.new("RGBA", (360, 200), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((10, 20, 170, 180), fill="#2f5bea")
    draw.polygon([(190, 180), (270, 20), (350, 180)], fill="#16191f")
    out = BytesIO()
    image.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def context(language: str, *, count: int = 6) -> dict[str, Any]:
    """What fills the template, with so many lines."""
    is_chinese = language.startswith("zh")
    names = _PRODUCTS[language]
    lines = [
        {
            "name": names[number % len(names)],
            "note": ("DN125 · 220V · 含执行器" if is_chinese else "DN125 · 220 V") * (number % 2),
            "quantity": number * 3 + 1,
            "price": 128_050 + number * 9_900,
            "amount": (128_050 + number * 9_900) * (number * 3 + 1),
        }
        for number in range(count)
    ]
    total = sum(int(str(line["amount"])) for line in lines)
    words = in_words(total, currency="CNY", language=language) if is_chinese else ""
    filled = _chinese() if is_chinese else _english()
    figures = (
        ("金额合计", "增值税 13%", "价税合计") if is_chinese else ("Net", "VAT 13%", "Total CNY")
    )
    tax = total * 13 // 113
    values = (total - tax, tax, total)
    totals = [
        Total(label, money(value), is_grand=value == total)
        for label, value in zip(figures, values, strict=True)
    ]
    return {**filled, "logo": logo(), "lines": lines, "totals": totals, "in_words": words}


def _chinese() -> dict[str, Any]:
    fields = ["法定代表人或委托代理人", "签字日期"]
    return {
        "letterhead": Letterhead(
            name="晨光温控技术（深圳）有限公司",
            tax_number="91440300MA5DFT6K8G",
            address="深圳市南山区科技园南区高新南一道 9 号",
            phone="0755-8600 1234",
            bank="招商银行深圳科技园支行",
            account="7559 1234 5610 888",
            footer="本报价单有效期内价格不变。如有疑问，请致电 0755-8600 1234。",
        ),
        "number": "BJ-20260302-017",
        "facts": [
            ("报价日期", "2026年3月2日"),
            ("有效期至", "2026年4月1日"),
            ("联系人", "郑斌 13800000003"),
        ],
        "parties": [
            Party(
                "甲方（需方）",
                "广州白云国际会展中心有限公司",
                [
                    ("联系人", "陈总"),
                    ("电话", "020-3600 0000"),
                    ("地址", "广州市白云区白云大道南 1039 号"),
                ],
            ),
            Party(
                "乙方（供方）",
                "晨光温控技术（深圳）有限公司",
                [("联系人", "郑斌"), ("电话", "13800000003")],
            ),
        ],
        "intro": "感谢贵司对我司产品的信任，现就贵司空调改造项目报价如下：",
        "terms": [
            "交货期：合同签订并收到预付款后 15 个工作日内发货。",
            "付款方式：预付 30%，发货前付 60%，验收合格后 30 日内付清余款 10%。",
            "质保期：自验收合格之日起 24 个月。",
        ],
        "signatures": [
            Signature("甲方（盖章）", "广州白云国际会展中心有限公司", fields),
            Signature("乙方（盖章）", "晨光温控技术（深圳）有限公司", fields),
        ],
        "words": {
            "no": "序号",
            "product": "产品及规格",
            "quantity": "数量",
            "price": "单价（元）",
            "amount": "金额（元）",
        },
    }


def _english() -> dict[str, Any]:
    fields = ["Name and title", "Date"]
    return {
        "letterhead": Letterhead(
            name="Chenguang Controls (Shenzhen) Co., Ltd.",
            tax_number="91440300MA5DFT6K8G",
            address="9 Gaoxin South 1st Road, Nanshan, Shenzhen",
            phone="+86 755 8600 1234",
            bank="China Merchants Bank, Shenzhen",
            account="7559 1234 5610 888",
            footer="Prices hold until the date above.",
        ),
        "number": "Q-20260302-017",
        "facts": [
            ("Date", "2 March 2026"),
            ("Valid until", "1 April 2026"),
            ("Contact", "Zheng Bin"),
        ],
        "parties": [
            Party(
                "Buyer",
                "Baiyun Convention Centre Ltd.",
                [("Contact", "Ms Chen"), ("Phone", "+86 20 3600 0000")],
            ),
            Party(
                "Seller",
                "Chenguang Controls (Shenzhen) Co., Ltd.",
                [("Contact", "Zheng Bin")],
            ),
        ],
        "intro": "Thank you for your enquiry. We are pleased to offer:",
        "terms": [
            "Delivery within 15 working days of the advance payment.",
            "Payment: 30% in advance, 60% before dispatch, 10% within 30 days of acceptance.",
            "Warranty: 24 months from acceptance.",
        ],
        "signatures": [
            Signature("Buyer (signature and stamp)", "Baiyun Convention Centre Ltd.", fields),
            Signature(
                "Seller (signature and stamp)", "Chenguang Controls (Shenzhen) Co., Ltd.", fields
            ),
        ],
        "words": {
            "no": "No.",
            "product": "Product",
            "quantity": "Quantity",
            "price": "Price",
            "amount": "Amount",
        },
    }
