// SPDX-License-Identifier: Apache-2.0
/** WSDL 1.1 of the company register. */
import { escapeMarkup } from './html.ts';
import { registerNamespace } from './soap.ts';

const fieldNames =
  'INN OGRN KPP Naimenovanie NaimenovanieKaz NaimenovanieUkr NaimenovanieEng NaimenovanieArab KodOPF Adres KodRegiona OKVED Chislennost DataRegistracii Status NalogovyiDolg';

const fields = fieldNames
  .split(' ')
  .map((name) => `<xsd:element name="${name}" type="xsd:string"/>`)
  .join('');

const operations = ['GetCompanyByInn', 'FindCompaniesByDirector'];
const each = (make: (operation: string) => string) => operations.map(make).join('\n');

/** The description, with the address at which the service was reached. */
export const companyRegisterWsdl = (address: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="CompanyRegister" targetNamespace="${registerNamespace}" xmlns:tns="${registerNamespace}"
 xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<wsdl:types><xsd:schema targetNamespace="${registerNamespace}" elementFormDefault="qualified">
<xsd:complexType name="Rukovoditel"><xsd:sequence><xsd:element name="SNILS" type="xsd:string"/><xsd:element name="FIO" type="xsd:string"/></xsd:sequence></xsd:complexType>
<xsd:complexType name="Rukovoditeli"><xsd:sequence><xsd:element name="Rukovoditel" type="tns:Rukovoditel" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType>
<xsd:complexType name="Organizaciya"><xsd:sequence>${fields}<xsd:element name="Rukovoditeli" type="tns:Rukovoditeli"/></xsd:sequence></xsd:complexType>
<xsd:element name="GetCompanyByInn"><xsd:complexType><xsd:sequence><xsd:element name="INN" type="xsd:string"/></xsd:sequence></xsd:complexType></xsd:element>
<xsd:element name="GetCompanyByInnResponse"><xsd:complexType><xsd:sequence><xsd:element name="Organizaciya" type="tns:Organizaciya"/></xsd:sequence></xsd:complexType></xsd:element>
<xsd:element name="FindCompaniesByDirector"><xsd:complexType><xsd:sequence><xsd:element name="SNILS" type="xsd:string"/></xsd:sequence></xsd:complexType></xsd:element>
<xsd:element name="FindCompaniesByDirectorResponse"><xsd:complexType><xsd:sequence><xsd:element name="Kolichestvo" type="xsd:int"/><xsd:element name="Organizaciya" type="tns:Organizaciya" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType></xsd:element>
<xsd:element name="Oshibka"><xsd:complexType><xsd:sequence><xsd:element name="Kod" type="xsd:string"/></xsd:sequence></xsd:complexType></xsd:element>
</xsd:schema></wsdl:types>
${each((name) => `<wsdl:message name="${name}"><wsdl:part name="body" element="tns:${name}"/></wsdl:message><wsdl:message name="${name}Response"><wsdl:part name="body" element="tns:${name}Response"/></wsdl:message>`)}
<wsdl:message name="Oshibka"><wsdl:part name="detail" element="tns:Oshibka"/></wsdl:message>
<wsdl:portType name="CompanyRegister">
${each((name) => `<wsdl:operation name="${name}"><wsdl:input message="tns:${name}"/><wsdl:output message="tns:${name}Response"/><wsdl:fault name="Oshibka" message="tns:Oshibka"/></wsdl:operation>`)}
</wsdl:portType>
<wsdl:binding name="CompanyRegister" type="tns:CompanyRegister"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${each((name) => `<wsdl:operation name="${name}"><soap:operation soapAction="${registerNamespace}#${name}"/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output><wsdl:fault name="Oshibka"><soap:fault name="Oshibka" use="literal"/></wsdl:fault></wsdl:operation>`)}
</wsdl:binding>
<wsdl:service name="CompanyRegister"><wsdl:port name="CompanyRegister" binding="tns:CompanyRegister"><soap:address location="${escapeMarkup(address)}"/></wsdl:port></wsdl:service>
</wsdl:definitions>
`;
