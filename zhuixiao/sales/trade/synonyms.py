"""What people call the columns of their files. Chinese on purpose: compared, never shown."""

from .kinds import Kind

_SHARED = {
    "customer": "客户, 客户名称, 客户名, 客户全称, 公司, 公司名称, 单位名称, 购货单位, "
    "付款单位, 买方, 甲方, customer, customer name, account, account name, company, client, buyer",
    "customer_key": "客户编号, 客户编码, 客户id, 客户号, 会员号, customerid, customer id, "
    "customer no, customer number, account id, accountid, client id",
    "region": "地区, 区域, 省份, 城市, 国家, region, country, city, province",
    "industry": "行业, 所属行业, industry, sector",
    "owner": "负责人, 销售, 销售员, 业务员, 销售人员, 跟进人, 所有人, 签单人, 收款人, owner, "
    "sales agent, sales rep, salesperson, ownerid, sales person, agent",
    "currency": "币种, 货币, currency, currency iso code, currencyisocode",
    "rate": "汇率, rate, exchange rate",
    "note": "备注, 说明, 描述, note, notes, remark, remarks, description, comment",
}
_KINDS = {
    Kind.ORDERS: {
        "number": "订单号, 订单编号, 合同号, 合同编号, 单号, 销售单号, 单据编号, 发票号, order, "
        "order no, order number, order id, orderid, invoiceno, invoice no, invoice, contract no, "
        "contract number",
        "day": "日期, 订单日期, 下单日期, 下单时间, 签订日期, 签约日期, 签单日期, "
        "销售日期, 成交日期, order date, orderdate, date, invoicedate, invoice date, signed on, "
        "sale date",
        "title": "订单名称, 合同名称, 标题, 项目, 项目名称, title, order name, contract name",
        "sku": "编码, 产品编码, 商品编码, 货号, 型号, 物料编码, sku, stockcode, stock code, "
        "product code, item code, item no",
        "product": "产品, 产品名称, 商品, 商品名称, 品名, 货物名称, product, product name, item, "
        "item name, description of goods",
        "category": "分类, 产品分类, 类别, category, product category",
        "unit": "计量单位, 单位, unit, uom",
        "quantity": "数量, 销售数量, 件数, quantity, qty, units",
        "price": "单价, 价格, 含税单价, 成交价, price, unit price, unitprice, sales price",
        "amount": "金额, 销售金额, 价税合计, 总价, 小计, amount, total, line total, subtotal",
        "total": "合同金额, 订单金额, 合同总额, 订单总额, 总金额, 合计金额, 订单合计, "
        "order amount, order total, grand total, contract amount",
        "tax": "税率, tax rate, vat, tax",
        "cost": "单位成本, 成本单价, 成本价, 成本, cost, unit cost, standard cost",
        "starts": "开始日期, 生效日期, 合同开始, start date, starts on",
        "ends": "到期日期, 结束日期, 合同到期, 到期日, end date, ends on, expiry date",
    },
    Kind.PAYMENTS: {
        "number": "回款编号, 收款单号, 回款单号, 流水号, 单号, 凭证号, payment no, payment number, "
        "payment id, receipt no, transaction id",
        "order": "订单号, 订单编号, 合同号, 合同编号, order, order no, order number, order id, "
        "invoice no, contract no",
        "day": "日期, 回款日期, 收款日期, 到账日期, 付款日期, date, paid on, payment date, "
        "receipt date",
        "amount": "金额, 回款金额, 收款金额, 到账金额, amount, paid, payment, payment amount",
        "kind": "类型, 收付类型, 收支, type, kind",
        "method": "付款方式, 收款方式, 回款方式, 支付方式, 结算方式, method, payment method, "
        "way of payment",
        "account": "账户, 收款账户, 银行账户, bank account, account number, bank",
    },
    Kind.OPPORTUNITIES: {
        "number": "商机编号, 机会编号, 编号, opportunity id, opportunity_id, id, deal id, "
        "opportunityid",
        "name": "商机, 商机名称, 机会名称, 项目名称, 名称, opportunity, opportunity name, name, "
        "deal name, deal",
        "stage": "阶段, 商机阶段, 销售阶段, 状态, stage, stage name, stagename, deal stage, "
        "deal_stage, status",
        "amount": "金额, 商机金额, 预计金额, 预计销售金额, 成交金额, amount, value, close value, "
        "close_value, deal value",
        "probability": "赢率, 概率, 成交概率, 成功率, 可能性, 把握, probability, win probability, "
        "win likelihood",
        "opened": "创建日期, 开始日期, 发现日期, 立项日期, 创建时间, engage date, engage_date, "
        "created date, createddate, opened on, created",
        "closed": "成交日期, 结束日期, 关闭日期, 预计成交日期, 预计成交, 结单日期, close date, "
        "close_date, closedate, expected close",
        "sku": "产品编码, 商品编码, 型号, sku, product code",
        "product": "产品, 产品名称, 商品, product, product name",
        "quantity": "数量, quantity, qty",
        "loss_reason": "输单原因, 丢单原因, 失败原因, loss reason, lost reason, reason lost",
        "next_step": "下一步, 下一步计划, next step, nextstep",
    },
}


def by_word(kind: Kind) -> dict[str, str]:
    """Words of headers, folded, and what they mean for a kind of file."""
    words = _SHARED | _KINDS[kind]
    return {word: key for key, listed in words.items() for word in listed.split(", ")}
